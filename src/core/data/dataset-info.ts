import { z } from '../base/schema'
import { datasetId } from './dataset-id'
import { knownSetId } from './known-set-id'
import { folderImport } from './made-from'

/** Of an image, in pixels. */
export const leastSide = 8
export const mostSide = 224
const side = z.int().min(leastSide).max(mostSide)
const channelCount = z
  .int()
  .refine(
    (channels): boolean => channels === 1 || channels === 3 || channels === 4,
    'images must have 1 channel (grey), 3 (red, green, blue) or 4 (with opacity)'
  )

/** [height, width, channels] of one image. */
export const imageShape = z.tuple([side, side, channelCount])
export type ImageShape = Readonly<z.infer<typeof imageShape>>

/** Bytes of the largest image. */
export const mostPixels = mostSide * mostSide * 4

/** Labels are u16, so that more would fit; pictures and tables are made for this many. */
export const mostClasses = 1000
/** Characters of the name of a class. */
export const mostClassName = 40
export const className = z.string().min(1).max(mostClassName)
export const classNames = z.array(className).min(2).max(mostClasses)

/**
 * What a pixel that is a fraction of 255 becomes, (x - mean) / standardDeviation, one of each for every channel: as in
 * PyTorch's `transforms.Normalize`.
 */
export const normalisation = z.object({
  mean: z.array(z.number().min(-10).max(10)).min(1).max(4),
  standardDeviation: z.array(z.number().min(0.001).max(10)).min(1).max(4)
})
export type Normalisation = z.infer<typeof normalisation>

/** Images, and the files that they are in, one after the other. */
const split = z.object({ images: z.int().min(1), files: z.array(z.string()).min(1) })

/** All that is to be known about a data set without looking at its images. It travels with every run. */
export const datasetInfo = datasetId.extend({
  id: z.string(),
  /** In label order. */
  classes: classNames,
  shape: imageShape,
  normalisation,
  /** Of a label in its files, the low one first. */
  labelBytes: z.union([z.literal(1), z.literal(2)]),
  splits: z.object({ train: split, test: split }),
  /** Where it was made of a folder of image files. */
  folder: folderImport.optional(),
  /** Where it has the images, labels and order of a well-known data set. */
  known: knownSetId.optional()
})
export type DatasetInfo = z.infer<typeof datasetInfo>

/** What a run or a checkpoint tells of its data set: earlier versions wrote down no more than which one it was. */
export const recordedDataset = z.union([datasetInfo, datasetId])
export type RecordedDataset = z.infer<typeof recordedDataset>

/** The lesson's: a mean and standard deviation of 0.5, so that pixels lie in [-1, 1]. */
export function usualNormalisation([, , channels]: ImageShape): Normalisation {
  const halves = new Array<number>(channels).fill(0.5)
  return { mean: halves, standardDeviation: halves }
}
