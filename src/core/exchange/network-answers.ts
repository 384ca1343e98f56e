import { channelOrder } from '../data/channel-order'
import { mostClasses } from '../data/dataset-info'
import { pixelRanges } from '../model/pixel-range'
import { z } from '../base/schema'

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
