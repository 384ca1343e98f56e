import type { LabErrorData } from '../base/lab-error'
import type { StudyDefinition } from './study-plan'
import type { TrialRun } from './study-progress'
import { trialState } from './trial-state'

/** A run of a study, as the lab tells of it. */
interface RecordedRun {
  readonly number: number
  readonly trial: number
  readonly round: number
  readonly status:
    | { readonly kind: 'training' | 'paused' | 'finished' | 'stopped' | 'interrupted' | 'imported' }
    | { readonly kind: 'failed'; readonly error: LabErrorData }
  readonly step: number
  /** On the validation images at its end, in [0, 1]. */
  readonly validation?: number | undefined
  /** On the test images, in [0, 1]. */
  readonly accuracy?: number | undefined
}

/** A study with its runs. */
export interface StudyRecord {
  readonly definition: StudyDefinition
  readonly runs: readonly RecordedRun[]
}

/** The runs of a study as its results are computed from. */
export const trialRuns = (runs: StudyRecord['runs']): readonly TrialRun[] =>
  runs.map(({ trial, round, status, validation, accuracy }) => ({
    trial,
    round,
    state: trialState(status),
    validation,
    accuracy
  }))
