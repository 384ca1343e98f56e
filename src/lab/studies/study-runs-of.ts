import type { TrialRun } from '../../core/study/study-progress'
import { trialState } from '../../core/study/trial-state'
import type { ListedRun } from '../contract/listed-run'
import type { StudyRun } from '../contract/study'

export const trialRunOf = ({ trial, round, status, validation, accuracy }: StudyRun): TrialRun => ({
  trial,
  round,
  state: trialState(status),
  validation,
  accuracy
})

/** The runs of a study among all runs: of those with the same place, as copies have, the first that was made. */
export function studyRunsOf(
  runs: readonly ListedRun[],
  { studyId, createdAt }: { readonly studyId: string; readonly createdAt: number }
): readonly StudyRun[] {
  const found = new Map<string, StudyRun>()
  for (const { study, ...run } of runs) {
    if (study?.studyId !== studyId || study.createdAt !== createdAt) continue
    const { trial, round } = study
    const key = `${trial}/${round}`
    const other = found.get(key)
    if (other !== undefined && other.number < run.number) continue
    const { runId, number, status, step, totalSteps, runningLoss, accuracy, validation, trainMs } = run
    found.set(key, {
      runId,
      number,
      trial,
      round,
      status,
      step,
      totalSteps,
      trainMs,
      ...(runningLoss === undefined ? {} : { runningLoss }),
      ...(accuracy === undefined ? {} : { accuracy }),
      ...(validation === undefined ? {} : { validation: validation.end })
    })
  }
  return [...found.values()].sort((a, b) => a.round - b.round || a.trial - b.trial)
}
