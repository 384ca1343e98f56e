import { z } from '../base/schema'

/** Where a run stands in its study. */
export const studyPlace = z.object({
  studyId: z.string(),
  /** Of the study; tells it from one that has its number later. */
  createdAt: z.number(),
  trial: z.int().min(0),
  /** Of successive halving; 0 without. */
  round: z.int().min(0)
})
export type StudyPlace = z.infer<typeof studyPlace>
