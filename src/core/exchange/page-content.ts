import { z } from '../base/schema'
import { imageShape } from '../data/dataset-info'

/** Bytes of weights that a page takes at most: a browser holds them several times while it opens the file. */
export const mostPageWeights = 64e6
/** Images of the test set that a page offers at most. */
export const mostPageSamples = 8

/** What a page that runs a network knows of it, beside its weights. */
export const pageContent = z.object({
  /** Of the run: its name or its number. */
  network: z.string(),
  /** The name of the data set that it was trained on; left out where nobody knows it. */
  dataset: z.string().optional(),
  /** In the order of the scores. */
  classes: z.array(z.string()).min(1),
  /** [height, width, channels] */
  inputShape: imageShape,
  /** What becomes of the bytes of each channel: byte * scale + offset. */
  transforms: z.array(z.object({ scale: z.number(), offset: z.number() })).min(1),
  parameters: z.int().min(0),
  /** Its layers in order, a line each. */
  layers: z.array(z.object({ name: z.string(), line: z.string() })),
  /** Steps and epochs of its training; left out for one that was not trained in Tenfold. */
  trained: z.object({ steps: z.int().min(0), epochs: z.int().min(0) }).optional(),
  /** Whether its weights are their moving average. */
  averaged: z.boolean(),
  /** What these weights get right of the test images of a data set, in [0, 1]; left out where it was not measured. */
  accuracy: z.object({ share: z.number(), images: z.int(), dataset: z.string().optional() }).optional(),
  /** Test images to try: base64 of u8[channels, height, width], and the number of the class. */
  samples: z.array(z.object({ pixels: z.string(), label: z.int().min(0) })).max(mostPageSamples),
  /** Of model.json of a TensorFlow.js layers model. */
  topology: z.record(z.string(), z.unknown()),
  /** Of the parameters in the order of their values in the weights. */
  parameterShapes: z.array(z.object({ name: z.string(), shape: z.array(z.int().min(1)) })),
  /** Of Tenfold. */
  version: z.string(),
  /** Names and texts of what is packed into the page. */
  licences: z.string()
})
export type PageContent = z.infer<typeof pageContent>

/** Where it is in the document: elements by their ids. */
export const pagePlaces = { content: 'content', weights: 'weights', app: 'app' } as const
