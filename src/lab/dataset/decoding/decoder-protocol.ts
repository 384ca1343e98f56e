import { labErrorData } from '../../../core/base/lab-error'
import { z } from '../../../core/base/schema'
import { imageShape, type ImageShape } from '../../../core/data/dataset-info'
import { imageFit, imageFormat, imageNote, type ImageFit } from '../../../core/data/image-file'

/**
 * Pixels cross as text. Node could send them as they are (`serialization: 'advanced'`), but a process that does so in Electron
 * is ended by the next garbage collection, which frees the message with the wrong allocator.
 */
const pixels = z.string().transform((text) => new Uint8Array(Buffer.from(text, 'base64')))

const decodedImage = z.object({
  /** u8[channels, height, width]: planar, as in a data set's files. */
  pixels,
  /** Of the file, in hexadecimal. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** As shown, after EXIF orientation; before it was fitted. */
  width: z.int().min(1),
  height: z.int().min(1),
  format: imageFormat,
  notes: z.array(imageNote)
})
export type DecodedImage = Readonly<z.infer<typeof decodedImage>>

/** A file of this computer, or its bytes and what it was called. */
export type ImageSource =
  { readonly path: string } | { readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> }

/** One image to be made of a file. */
export interface ImageRequest {
  readonly source: ImageSource
  readonly shape: ImageShape
  readonly fit: ImageFit
}

/** What a decoding process is told: one image at a time. */
export const decoderRequest = z.object({
  type: z.literal('decode'),
  id: z.int(),
  source: z.union([
    z.object({ path: z.string().min(1) }),
    /** So many bytes follow on the process's standard input. */
    z.object({ name: z.string(), length: z.int().min(0) })
  ]),
  shape: imageShape,
  fit: imageFit
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

/** An answer as it is sent. */
export function sentMessage(message: DecoderMessage): z.input<typeof decoderMessage> {
  if (message.type !== 'decoded') return message
  const { image } = message
  const { buffer, byteOffset, byteLength } = image.pixels
  const pixels = Buffer.from(buffer, byteOffset, byteLength).toString('base64')
  return { ...message, image: { ...image, notes: [...image.notes], pixels } }
}
