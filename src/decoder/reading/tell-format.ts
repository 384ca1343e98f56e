import type { ImageFormat } from '../../core/data/image-file'

/** What the first bytes of a file say: a format that is read, or what else it is, as far as that is known. */
export type ToldFormat = { readonly format: ImageFormat } | { readonly what: string | undefined }

/** What a file begins with, byte for byte; a number stands for so many bytes of any value. */
type Beginning = readonly (string | number)[]

const heic = { what: 'a HEIC image' }
const video = { what: 'a video' }
const jpegXl = { what: 'a JPEG XL image' }
const jpeg2000 = { what: 'a JPEG 2000 image' }

const beginnings: readonly (readonly [Beginning, ToldFormat])[] = [
  [['\x89PNG\r\n\x1a\n'], { format: 'png' }],
  [['\xff\xd8\xff'], { format: 'jpeg' }],
  [['RIFF', 4, 'WEBP'], { format: 'webp' }],
  [['GIF87a'], { format: 'gif' }],
  [['GIF89a'], { format: 'gif' }],
  // With a plus: BigTIFF.
  ...['II*\0', 'MM\0*', 'II+\0', 'MM\0+'].map((start) => [[start], { format: 'tiff' }] as const),
  // Two letters would be too little; the size of the header that follows has few values.
  ...[12, 40, 52, 56, 64, 108, 124].map(
    (size) => [['BM', 12, `${String.fromCharCode(size)}\0\0\0`], { format: 'bmp' }] as const
  ),
  [[4, 'ftypavif'], { format: 'avif' }],
  [[4, 'ftypavis'], { format: 'avif' }],
  [[4, 'ftypmif1', 4, 'avif'], { format: 'avif' }],
  [[4, 'ftypmif1', 8, 'avif'], { format: 'avif' }],
  ...['hei', 'hev', 'mif1', 'msf1'].map((brand) => [[4, `ftyp${brand}`], heic] as const),
  [[4, 'ftyp'], video],
  [['RIFF', 4, 'AVI '], video],
  [['\x1aE\xdf\xa3'], video],
  [['%PDF-'], { what: 'a PDF document' }],
  [['%!PS'], { what: 'a PostScript document' }],
  [['8BPS'], { what: 'a Photoshop document' }],
  [['\0\0\0\x0cJXL '], jpegXl],
  [['\xff\x0a'], jpegXl],
  [['\0\0\0\x0cjP  '], jpeg2000],
  [['\xff\x4f\xff\x51'], jpeg2000],
  [['\0\0\x01\0'], { what: 'a Windows icon' }],
  [['\0\0\x02\0'], { what: 'a Windows cursor' }],
  [['icns'], { what: 'a macOS icon' }],
  [['\x76\x2f\x31\x01'], { what: 'an OpenEXR image' }],
  [['#?RADIANCE'], { what: 'a Radiance HDR image' }],
  [['DDS '], { what: 'a DirectDraw texture' }],
  [[128, 'DICM'], { what: 'a DICOM image' }],
  [['PK\x03\x04'], { what: 'a ZIP archive' }],
  [['\x1f\x8b'], { what: 'a gzip archive' }],
  [['\x93NUMPY'], { what: 'a NumPy array' }]
]

/** Of files that are text. */
const texts: readonly (readonly [RegExp, string])[] = [
  [/^P[1-7]\s/, 'a Netpbm image'],
  [/^(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html)/i, 'a web page'],
  [/^(?:\xef\xbb\xbf)?\s*(?=<)[^]*?<svg[\s>]/i, 'an SVG drawing'],
  [/^[\t\n\r -~]+$/, 'a text file']
]

/** In bytes; enough for an SVG drawing that begins with comments. */
const lookedAt = 2048

/** Tells what a file is from its first bytes alone; its name has no say. */
export function tellFormat(bytes: Uint8Array): ToldFormat {
  const start = Buffer.from(bytes.subarray(0, lookedAt)).toString('latin1')
  const told = beginnings.find(([beginning]) => beginsWith(start, beginning))?.[1]
  return told ?? { what: texts.find(([pattern]) => pattern.test(start))?.[1] }
}

function beginsWith(start: string, beginning: Beginning): boolean {
  let at = 0
  return beginning.every((part) => {
    const fits = typeof part === 'number' || start.startsWith(part, at)
    at += typeof part === 'number' ? part : part.length
    return fits
  })
}
