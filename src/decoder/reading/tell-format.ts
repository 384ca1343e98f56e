import type { ImageFormat } from '../../core/data/image-file'

/** A file of another kind. */
export interface OtherKind {
  /** `an SVG drawing` */
  readonly what: string
  /** Whether another program could make a picture of it. */
  readonly isPicture: boolean
}

/** What the first bytes of a file say: a format that is read, or another kind; undefined if they say nothing. */
export type ToldFormat = { readonly format: ImageFormat } | OtherKind | undefined

/** What a file begins with, byte for byte; a number stands for so many bytes of any value. */
type Beginning = readonly (string | number)[]

const picture = (what: string): OtherKind => ({ what, isPicture: true })
const other = (what: string): OtherKind => ({ what, isPicture: false })

const heic = picture('a HEIC image')
const video = other('a video')
const jpegXl = picture('a JPEG XL image')
const jpeg2000 = picture('a JPEG 2000 image')

const beginnings: readonly (readonly [Beginning, Exclude<ToldFormat, undefined>])[] = [
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
  [['%PDF-'], picture('a PDF document')],
  [['%!PS'], picture('a PostScript document')],
  [['8BPS'], picture('a Photoshop document')],
  [['\0\0\0\x0cJXL '], jpegXl],
  [['\xff\x0a'], jpegXl],
  [['\0\0\0\x0cjP  '], jpeg2000],
  [['\xff\x4f\xff\x51'], jpeg2000],
  [['\0\0\x01\0'], picture('a Windows icon')],
  [['\0\0\x02\0'], picture('a Windows cursor')],
  [['icns'], picture('a macOS icon')],
  [['\x76\x2f\x31\x01'], picture('an OpenEXR image')],
  [['#?RADIANCE'], picture('a Radiance HDR image')],
  [['DDS '], picture('a DirectDraw texture')],
  [[128, 'DICM'], picture('a DICOM image')],
  [['PK\x03\x04'], other('a ZIP archive')],
  [['\x1f\x8b'], other('a gzip archive')],
  [['\x93NUMPY'], other('a NumPy array')]
]

/** Of files that are text. */
const texts: readonly (readonly [RegExp, OtherKind])[] = [
  [/^P[1-7]\s/, picture('a Netpbm image')],
  [/^(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html)/i, other('a web page')],
  [/^(?:\xef\xbb\xbf)?\s*(?=<)[^]*?<svg[\s>]/i, picture('an SVG drawing')],
  [/^[\t\n\r -~]+$/, other('a text file')]
]

/** In bytes; enough for an SVG drawing that begins with comments. */
const lookedAt = 2048

/** Tells what a file is from its first bytes alone; its name has no say. */
export function tellFormat(bytes: Uint8Array): ToldFormat {
  const start = Buffer.from(bytes.subarray(0, lookedAt)).toString('latin1')
  const told = beginnings.find(([beginning]) => beginsWith(start, beginning))?.[1]
  return told ?? texts.find(([pattern]) => pattern.test(start))?.[1]
}

function beginsWith(start: string, beginning: Beginning): boolean {
  let at = 0
  return beginning.every((part) => {
    const fits = typeof part === 'number' || start.startsWith(part, at)
    at += typeof part === 'number' ? part : part.length
    return fits
  })
}
