import type { DatasetId } from '../data/dataset-id'
import type { ValidationResult } from '../run/validation-result'
import type { RunDetails } from './run-details'
import type { RunNotes } from './run-notes'

/** What a table of runs needs to know of a run. */
export interface TableRun {
  readonly number: number
  readonly name: string
  /** Milliseconds since 1970; 0 where it is not known. */
  readonly createdAt: number
  readonly status: { readonly kind: string }
  readonly device?: string | undefined
  readonly runningLoss?: number | undefined
  readonly study?: { readonly studyId: string } | undefined
  /** What that study is called. */
  readonly studyName?: string | undefined
  readonly dataset?: DatasetId | undefined
  readonly accuracy?: number | undefined
  readonly validation?: ValidationResult | undefined
  readonly trainMs: number
  readonly checkpointBytes?: number | undefined
  readonly details?: RunDetails | undefined
  readonly notes?: RunNotes | undefined
}
