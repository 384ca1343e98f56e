import { shownText } from '../../core/base/shown-text'
import { z } from '../../core/base/schema'
import { datasetKey } from '../../core/data/dataset-id'
import { datasetEdit, imageRef } from '../../core/data/dataset-edit'
import { className, imageShape, mostClasses } from '../../core/data/dataset-info'
import { imageFit } from '../../core/data/image-file'

/** A data set that is to be made by hand, without images as yet. */
export const newDataset = z.object({
  name: shownText('the name'),
  shape: imageShape,
  fit: imageFit,
  classes: z
    .array(className)
    .max(mostClasses)
    .refine((names) => new Set(names).size === names.length, 'two classes have the same name')
})

/** A data set as it is edited: it may not be complete. */
export const editedDataset = z.object({
  id: z.string(),
  name: z.string(),
  shape: imageShape,
  fit: imageFit,
  classes: z.array(z.object({ name: z.string(), train: z.int(), test: z.int() })),
  /** What keeps it from being trained on, in a sentence. */
  missing: z.string().optional(),
  /** What keeps it from being changed now, in a sentence. */
  locked: z.string().optional(),
  /** What “Undo” would take back, in a sentence. */
  undo: z.string().optional()
})
export type EditedDataset = z.infer<typeof editedDataset>

export const editRequest = z.object({ dataset: datasetKey, edit: datasetEdit })

/** Images of one call that come as pixels: a burst of the camera. */
const mostFrames = 100

/** A data set of its own with the same images. */
export const datasetCopy = z.object({ dataset: datasetKey, name: shownText('the name') })

/** Images that come into a class. */
export const newImages = z.object({
  dataset: datasetKey,
  label: z.int().min(0),
  /** What is added under the same name in a row is taken back together. */
  group: z.string().max(40).optional(),
  from: z.discriminatedUnion('kind', [
    /** All files below a place on the lab's machine: that of an upload, for one. */
    z.object({ kind: z.literal('place'), path: z.string().min(1).max(4096) }),
    /** base64 of u8[names, channels, height, width], of the data set's shape */
    z.object({
      kind: z.literal('pixels'),
      names: z.array(z.string().min(1).max(200)).min(1).max(mostFrames),
      images: z.string()
    })
  ])
})

export const addedImages = z.object({
  added: z.int(),
  /** That are in the data set already. */
  known: z.array(z.string()),
  /** That cannot be read, and why. */
  refused: z.array(z.object({ name: z.string(), message: z.string() }))
})

/** How far the images of a place are on their way into a data set. */
export const imagesAdding = z.object({ dataset: z.string(), done: z.int(), total: z.int() })

/** Some images of a class. */
export const classImages = z.object({
  total: z.int(),
  images: z.array(
    imageRef.extend({ label: z.int(), /** The file that it comes from. */ name: z.string().optional() })
  ),
  /** base64 of u8[images, channels, height, width] */
  pixels: z.string()
})
