import type { DatasetStatus } from '../../../lab/contract/dataset-status'
import type { StudySummary } from '../../../lab/contract/study'
import { formatPercent } from '../../../core/format/format-number'
import type { ModelProblem } from '../model/check-model'

/** What keeps a training from starting, in words for the screen, and where it can be mended. */
export interface TrainingObstacle {
  readonly text: string
  readonly at: 'data' | 'network' | 'study'
}

/** @returns undefined where nothing does, and while it is not known what there is */
export function trainingObstacle(
  dataset: DatasetStatus | undefined,
  problem: ModelProblem | undefined,
  study: StudySummary | undefined
): TrainingObstacle | undefined {
  if (study !== undefined) return { text: studyWords(study), at: 'study' }
  switch (dataset?.state) {
    case undefined:
      return undefined
    case 'absent':
      return { text: 'Get the data first', at: 'data' }
    case 'failed':
      return { text: 'The data is not complete', at: 'data' }
    case 'downloading':
      return { text: downloadWords(dataset), at: 'data' }
    case 'ready':
      return problem === undefined ? undefined : { text: problem.message, at: 'network' }
  }
}

/** It uses all cores, so nothing trains beside it. */
function studyWords({ name, finished, failed, skipped, total }: StudySummary): string {
  return `Study “${name}” is in training: ${finished + failed + skipped} of ${total} runs`
}

function downloadWords({ phase, done, total }: Extract<DatasetStatus, { state: 'downloading' }>): string {
  const share = total > 0 ? `, ${formatPercent(done / total, 0)}` : ''
  switch (phase) {
    case 'choosing':
      return 'Getting the data'
    case 'downloading':
      return `Getting the data${share}`
    case 'converting':
      return `Converting the data${share}`
    case 'verifying':
      return `Checking the data${share}`
  }
}
