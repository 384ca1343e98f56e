import { z } from '../base/schema'
import { classNames, imageShape, mostClasses, normalisation } from './dataset-info'

/** The file beside `train/` and `test/` in an exported folder. */
export const folderCardName = 'tenfold-dataset.json'

/** What an exported folder of images says of its data set, so that an import gives the same again. */
export const folderCard = z.object({
  format: z.literal(1),
  name: z.string().min(1).max(80),
  /** In label order. */
  classes: classNames,
  /** Of these classes, in the same order. */
  folders: z.array(z.string().min(1).max(255)).min(2).max(mostClasses),
  shape: imageShape,
  normalisation,
  licence: z.string().max(2000).optional()
})
export type FolderCard = z.infer<typeof folderCard>
