import { z } from '../base/schema'

/** The formats that are read, as data. Which one a file has, its first bytes say, never its name. */
export const imageFormats = ['png', 'jpeg', 'webp', 'gif', 'tiff', 'bmp', 'avif'] as const
export const imageFormat = z.enum(imageFormats)
export type ImageFormat = z.infer<typeof imageFormat>

/** Their names, for people. */
export const imageFormatNames: Readonly<Record<ImageFormat, string>> = {
  png: 'PNG',
  jpeg: 'JPEG',
  webp: 'WebP',
  gif: 'GIF',
  tiff: 'TIFF',
  bmp: 'BMP',
  avif: 'AVIF'
}

/**
 * How an image of another size becomes one of the data set's.
 * `cover`: scaled until it covers the target, and the centre cut out. `contain`: scaled until it fits into the target,
 * in its centre; the rest is black. `stretch`: width and height are scaled apart.
 */
export const imageFits = ['cover', 'contain', 'stretch'] as const
export const imageFit = z.enum(imageFits)
export type ImageFit = z.infer<typeof imageFit>

/** What is worth knowing about a file that was read. */
export const imageNote = z.enum([
  'rotated', // shown turned or mirrored, as its EXIF orientation says
  'transparent', // some of it can be seen through
  'animated', // of its frames, the first was read
  'several-pages', // of its pages, the first was read
  'grey', // it has no colours
  'cmyk', // its colours are those of print
  '16-bit', // it has more than 8 bits a channel
  'misnamed', // its name ends as that of another format
  'enlarged' // it has fewer pixels than the data set wants
])
export type ImageNote = z.infer<typeof imageNote>

/** Of a file, in bytes; of an image, in pixels; of its width and height, in pixels. */
export const imageLimits = { bytes: 64_000_000, pixels: 50_000_000, side: 2 } as const
