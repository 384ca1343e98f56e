import { channelOrder } from '../../core/data/channel-order'
import { mostClasses } from '../../core/data/dataset-info'
import { pixelRanges } from '../../core/model/pixel-range'
import { z } from '../../core/base/schema'

const className = z
  .string()
  .regex(/^[^\p{Cc}\p{Cf}\p{Cs}]{1,200}$/u, 'the name of a class is plain text of at most 200 characters')

/** What a file does not say of its network. */
export const networkAnswers = z.object({
  /** Of red, green, blue, whatever order the file has them in. */
  pixels: pixelRanges.optional(),
  /** In which order the network takes the colours; red, green, blue where nothing is said. */
  channels: channelOrder.optional(),
  /** In the order of its scores; the data set's names where nothing is said. */
  classes: z
    .array(className)
    .min(1)
    .max(mostClasses)
    .refine((names) => new Set(names).size === names.length, 'two classes have the same name')
    .optional()
})
export type NetworkAnswers = z.infer<typeof networkAnswers>

/** What is known of a network before it is loaded, and what is left open. */
export const toldOfNetwork = z.object({
  /** [height, width, channels] */
  inputShape: z.tuple([z.int(), z.int(), z.int()]),
  /** Scores that it gives. */
  scores: z.int(),
  pixels: pixelRanges,
  /** network: the file does not say, but these are those of the network that its weights are put into. */
  pixelsFrom: z.enum(['file', 'network', 'nowhere']),
  /** Names of the classes; null where the file does not say. */
  classes: z.array(z.string()).nullable(),
  /** Whether it takes colours, and the file does not say in which order. */
  asksChannels: z.boolean(),
  /** Where it cannot be used with the data set that is asked about: why, and those that it can be used with. */
  misfit: z
    .object({ message: z.string(), datasets: z.array(z.object({ id: z.string(), name: z.string() })) })
    .nullable()
})
export type ToldOfNetwork = z.infer<typeof toldOfNetwork>
