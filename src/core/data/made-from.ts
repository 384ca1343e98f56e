import { z } from '../base/schema'
import { imageFit } from './image-file'

/** How the images of a data set came into its training set and its test set. */
const splitKind = z.discriminatedUnion('kind', [
  /** As they lay: in `train/` and `test/`, or in the files of a known data set. */
  z.object({ kind: z.literal('given') }),
  /** Drawn: see `splitImages`. */
  z.object({ kind: z.literal('seeded'), seed: z.int().min(0), testShare: z.number().min(0.01).max(0.9) })
])
export type SplitKind = z.infer<typeof splitKind>

/** How a data set came about that Tenfold made out of image files or other data sets. */
export const madeFrom = z.object({
  /** For people: the folder or file that it was made of, or that it was made in the workbench. */
  source: z.string().max(4096),
  /** Milliseconds since 1970. */
  at: z.number(),
  /** How images of other sizes were fitted; left out where all had the data set's size to begin with. */
  fit: imageFit.optional(),
  split: splitKind,
  /** What its owner says, or what is known of it. */
  licence: z.string().max(2000).optional(),
  /** Files that are not in it, and why is in `findings.json`. */
  leftOut: z.int().min(0)
})
