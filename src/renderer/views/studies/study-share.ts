import { studyProgress } from '../../../core/study/study-progress'
import { trialState } from '../../../core/study/trial-state'
import type { Study, StudyRun } from '../../../lab/contract/study'
import type { TrialRun } from '../../../core/study/study-progress'
import type { StudyLayout } from '../../../core/study/study-trials'

/** The runs of a study as the pure parts know them. */
export const trialRuns = (runs: readonly StudyRun[]): readonly TrialRun[] =>
  runs.map(({ trial, round, status, validation, accuracy }) => ({
    trial,
    round,
    state: trialState(status),
    validation,
    accuracy
  }))

/** How much of a study is trained, in [0, 1], with the steps of runs under way. */
export function studyShare({ runs, skipped }: Study, layout: StudyLayout): number {
  const { finished, failed, skipped: left, total } = studyProgress(layout, trialRuns(runs), skipped)
  const begun = runs
    .filter(({ status }) => {
      const state = trialState(status)
      return state === 'running' || state === 'unfinished'
    })
    .reduce((sum, { step, totalSteps }) => sum + (totalSteps === 0 ? 0 : step / totalSteps), 0)
  return total === 0 ? 0 : Math.min(1, (finished + failed + left + begun) / total)
}
