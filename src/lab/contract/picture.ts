import { maxNameLength } from '../../core/checkpoint/checkpoint-files'
import { z } from '../../core/base/schema'
import { mostPixels } from '../../core/data/dataset-info'
import { imageFit, imageFormat, imageLimits, imageNote } from '../../core/data/image-file'
import { formatCount } from '../../core/format/format-number'
import { inspection } from './inspection'

/** Characters of that many bytes in base64. */
const base64Length = (bytes: number): number => 4 * Math.ceil(bytes / 3)

/** A picture that is of no data set: of a file, or as somebody fitted it to the network already. */
export const picture = z.union([
  z.object({
    /** Of the file, for messages: the bytes say which format it has. */
    name: z.string().max(maxNameLength),
    /** base64 */
    content: z
      .string()
      .max(
        base64Length(imageLimits.bytes),
        `a picture’s file can have at most ${formatCount(imageLimits.bytes)} bytes`
      )
  }),
  /** base64 of u8[channels, height, width], of the network's input shape */
  z.object({ pixels: z.string().max(base64Length(mostPixels)) })
])
export type Picture = z.infer<typeof picture>

/**
 * A picture's way through a network: as that of a data set's image, but nobody says what it shows. `image` is what the
 * network saw.
 */
export const pictureInspection = inspection.omit({ label: true, loss: true }).extend({
  /** What its file was, and how it was fitted; undefined of pixels, which came as they are. */
  file: z
    .object({
      /** As shown, in pixels; before it was fitted. */
      width: z.int().min(1),
      height: z.int().min(1),
      format: imageFormat,
      notes: z.array(imageNote),
      fit: imageFit
    })
    .optional()
})
export type PictureInspection = z.infer<typeof pictureInspection>
