import { labErrorData } from '../../../core/base/lab-error'
import { z } from '../../../core/base/schema'
import { imageShape } from '../../../core/data/dataset-info'
import { imageFit, imageFormat, imageNote } from '../../../core/data/image-file'

const bytes = z.instanceof(Uint8Array)

/** A file of this computer, or its bytes and what it was called. */
const imageSource = z.union([
  z.object({ path: z.string().min(1) }),
  z.object({ name: z.string().min(1), bytes })
])
export type ImageSource = Readonly<z.infer<typeof imageSource>>

export const imageRequest = z.object({ source: imageSource, shape: imageShape, fit: imageFit })
export type ImageRequest = Readonly<z.infer<typeof imageRequest>>

const decodedImage = z.object({
  /** u8[channels, height, width]: planar, as in a data set's files. */
  pixels: bytes,
  /** Of the file, in hexadecimal. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** As shown, after EXIF orientation; before it was fitted. */
  width: z.int().min(1),
  height: z.int().min(1),
  format: imageFormat,
  notes: z.array(imageNote)
})
export type DecodedImage = Readonly<z.infer<typeof decodedImage>>

/** What a decoding process is told: one image at a time. */
export const decoderRequest = z.object({
  type: z.literal('decode'),
  id: z.int(),
  request: imageRequest
})
export type DecoderRequest = z.infer<typeof decoderRequest>

/** That the process takes by now, in bytes. */
const memory = z.number()

/** What it answers. */
export const decoderMessage = z.discriminatedUnion('type', [
  /** It can work now, and has taken up the image: the time that the image takes counts from here. */
  z.object({ type: z.literal('began'), id: z.int() }),
  z.object({ type: z.literal('decoded'), id: z.int(), image: decodedImage, memory }),
  z.object({ type: z.literal('refused'), id: z.int(), error: labErrorData, memory })
])
export type DecoderMessage = z.infer<typeof decoderMessage>
