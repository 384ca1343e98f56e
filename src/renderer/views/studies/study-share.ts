import { studyProgress } from '../../../core/study/study-progress'
import { trialState } from '../../../core/study/trial-state'
import type { Study } from '../../../lab/contract/study'
import { trialRuns } from '../../../core/study/study-record'
import type { StudyLayout } from '../../../core/study/study-trials'

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
