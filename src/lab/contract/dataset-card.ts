import { z } from '../../core/base/schema'
import { normalisation } from '../../core/data/dataset-info'
import { madeFrom } from '../../core/data/made-from'

/** What a data set is like, beyond what its manifest says. */
export const datasetCard = z.object({
  /** Of its images on disk. */
  bytes: z.number(),
  /** In label order. */
  classes: z.array(z.object({ name: z.string(), train: z.int(), test: z.int() })),
  /** Of the training images: counts[channels][256] of each value of a pixel. */
  histogram: z.array(z.array(z.number())),
  /** Mean and standard deviation of the training images. */
  measured: normalisation,
  /** How it came about, where Tenfold made it. */
  made: madeFrom.optional()
})
export type DatasetCard = z.infer<typeof datasetCard>
