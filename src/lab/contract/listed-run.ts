import { labErrorData } from '../../core/base/lab-error'
import { runDetails } from '../../core/run-table/run-details'
import { runNotes } from '../../core/run-table/run-notes'
import type { z } from '../../core/base/schema'
import { runSummary } from './run-summary'
import { studyName } from './study'

/** A run in the list of runs. What it has beside the summary is never stored in run.json. */
export const listedRun = runSummary.extend({
  /** Left out where the run cannot be read. */
  details: runDetails.optional(),
  /** Left out where the run belongs to no study, or to one that is not there any more or cannot be read. */
  studyName: studyName.optional(),
  /** Left out where nobody wrote any. */
  notes: runNotes.optional(),
  /** Why its notes cannot be read. */
  notesProblem: labErrorData.optional()
})
export type ListedRun = z.infer<typeof listedRun>
