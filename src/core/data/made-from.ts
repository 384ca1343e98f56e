import { z } from '../base/schema'
import { imageFit } from './image-file'
import { knownSetId } from './known-set-id'

/** How the images of a data set came into its training set and its test set. */
const splitKind = z.discriminatedUnion('kind', [
  /** As they lay: in `train/` and `test/`, or in the files of a known data set. */
  z.object({
    kind: z.literal('given'),
    /** What the two folders are called, where their names are not `train` and `test`. */
    folders: z.tuple([z.string(), z.string()]).optional()
  }),
  /** Drawn: see `splitImages`. */
  z.object({ kind: z.literal('seeded'), seed: z.int().min(0), testShare: z.number().min(0.01).max(0.9) }),
  /** One by one, as the images came, so that each class has about this share for testing; or moved by hand. */
  z.object({ kind: z.literal('byHand'), testShare: z.number().min(0.01).max(0.9) })
])
export type SplitKind = z.infer<typeof splitKind>

/** Files whose names are kept: a script has to pass over them. */
export const mostLeftOut = 200

/** How images in a folder became a data set: what it takes to read the same folder elsewhere. */
export const folderImport = z.object({
  /** How images of other sizes were fitted. */
  fit: imageFit,
  split: splitKind,
  /** Files of its classes that are not in the data set: how many, and the first of them by name. */
  leftOut: z.object({ count: z.int().min(0), files: z.array(z.string()).max(mostLeftOut) }),
  /**
   * The folders of the classes in label order, where torchvision's ImageFolder, which numbers those that it finds by
   * alphabet, would give other labels.
   */
  classFolders: z.array(z.string()).optional(),
  /** Whether ImageFolder would take other files of the folder than these: it can only read what was exported. */
  exportFirst: z.boolean().optional()
})
export type FolderImport = z.infer<typeof folderImport>

/** How a data set came about that Tenfold made. */
export const madeFrom = z.object({
  /** For people: the folder or file that it was made of, or that it was made in the workbench. */
  source: z.string().max(4096),
  /** Milliseconds since 1970. */
  at: z.number(),
  /** What its owner says, or what is known of it. */
  licence: z.string().max(2000).optional(),
  /** Where it was made of a folder of image files. */
  folder: folderImport.optional(),
  /** Where its classes or images were chosen one by one: then the names of its classes are part of its sha256. */
  byHand: z.literal(true).optional(),
  /** Where it has the images, labels and order of a well-known data set; not once it was changed. */
  known: knownSetId.optional()
})
