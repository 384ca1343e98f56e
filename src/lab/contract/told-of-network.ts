import { pixelRanges } from '../../core/model/pixel-range'
import { z } from '../../core/base/schema'

/** What is known of a network before it is loaded, and what is left open. */
export const toldOfNetwork = z.object({
  /** The name of its file, that in the archive where it came in one. */
  file: z.string(),
  /** [height, width, channels] */
  inputShape: z.tuple([z.int(), z.int(), z.int()]),
  /** Scores that it gives. */
  scores: z.int(),
  pixels: pixelRanges,
  /** network: the file does not say, but these are those of the network that its weights are put into. */
  pixelsFrom: z.enum(['file', 'network', 'nowhere']),
  /** Names of the classes; null where the file does not say. */
  classes: z.array(z.string()).nullable(),
  /** What a labels.txt beside the file calls them, if there is one. */
  labels: z.array(z.string()).nullable(),
  /** Kinds of layers that its file has besides, which act only in training and are left out. */
  leftOut: z.array(z.string()),
  /** Whether it takes colours, and the file does not say in which order. */
  asksChannels: z.boolean(),
  /** Where it cannot be used with the data set that is asked about: why, and those that it can be used with. */
  misfit: z
    .object({ message: z.string(), datasets: z.array(z.object({ id: z.string(), name: z.string() })) })
    .nullable()
})
export type ToldOfNetwork = z.infer<typeof toldOfNetwork>
