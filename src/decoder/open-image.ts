import type { Metadata, Sharp as Pipeline } from 'sharp'
import { imageLimits, type ImageFormat, type ImageNote } from '../core/data/image-file'
import type { Sharp } from './load-sharp'
import type { Raster } from '../core/pixels/raster'
import { isDamaged, isOfOtherForm, isTooManyPixels, isTooSmall } from './reading/refusals'

/** An image whose header was read and found good; its pixels were not. */
export interface OpenedImage {
  /** Gives the pixels, turned and mirrored as they are to be shown. */
  readonly pipeline: Pipeline
  /** As shown. */
  readonly width: number
  readonly height: number
  readonly notes: readonly ImageNote[]
}

const ofSharp: Readonly<Record<Exclude<ImageFormat, 'bmp'>, string>> = {
  png: 'png',
  jpeg: 'jpeg',
  webp: 'webp',
  gif: 'gif',
  tiff: 'tiff',
  avif: 'heif'
}

/** @throws LabError for what is damaged, too large, too small or of a form that is not read */
export async function openImage(
  sharp: Sharp,
  bytes: Uint8Array,
  format: Exclude<ImageFormat, 'bmp'>,
  name: string
): Promise<OpenedImage> {
  const { metadata, orientation } = await readHeader(sharp, bytes, name)
  const { width, height } = metadata.autoOrient
  if (metadata.format !== ofSharp[format] || (format === 'avif' && metadata.compression !== 'av1')) {
    throw isDamaged(name, `libvips takes it for ${metadata.format}.`)
  }
  checkSize(width, height, name)
  checkForm(metadata, name)
  const pages = metadata.pages ?? 1
  const notes: readonly (readonly [ImageNote, boolean])[] = [
    ['rotated', orientation > 1 && orientation <= 8],
    ['animated', pages > 1 && format !== 'tiff'],
    ['several-pages', pages > 1 && format === 'tiff'],
    ['grey', metadata.space === 'b-w' || metadata.space === 'grey16'],
    ['cmyk', metadata.space === 'cmyk'],
    ['16-bit', metadata.depth === 'ushort']
  ]
  return {
    // PIL, too, refuses what is cut off and reads on over a warning.
    pipeline: sharp(bytes, { failOn: 'error', limitInputPixels: imageLimits.pixels }).autoOrient(),
    width,
    height,
    notes: notes.filter(([, applies]) => applies).map(([note]) => note)
  }
}

/** The same for pixels that were decoded already. */
export function openRaster(
  sharp: Sharp,
  { data, width, height, channels }: Raster,
  name: string
): OpenedImage {
  checkSize(width, height, name)
  if (channels !== 3 && channels !== 4) throw isDamaged(name, `It has ${channels} channels.`)
  return { pipeline: sharp(data, { raw: { width, height, channels } }), width, height, notes: [] }
}

async function readHeader(
  sharp: Sharp,
  bytes: Uint8Array,
  name: string
): Promise<{ metadata: Metadata; orientation: number }> {
  try {
    // The limit is checked later, in words.
    const metadata = await sharp(bytes, { failOn: 'error', limitInputPixels: false }).metadata()
    return { metadata, orientation: metadata.orientation ?? 1 }
  } catch (thrown) {
    // libvips reads CIELAB of 16 bits and more.
    if (String(thrown).includes('labq')) throw isOfOtherForm(name, 'a TIFF with CIELAB colours of 8 bits')
    throw isDamaged(name, thrown)
  }
}

function checkSize(width: number, height: number, name: string): void {
  if (width * height > imageLimits.pixels) throw isTooManyPixels(name, width, height)
  if (Math.min(width, height) < imageLimits.side) throw isTooSmall(name, width, height)
}

function checkForm({ space, depth, channels, hasAlpha }: Metadata, name: string): void {
  const isLab = space === 'lab' || space === 'labs'
  if (depth !== 'uchar' && depth !== 'ushort' && !isLab) {
    throw isOfOtherForm(name, `an image of measurements (${depth}), not of colours`)
  }
  const colours = channels - (hasAlpha ? 1 : 0)
  if (space === 'multiband' || colours > (space === 'cmyk' ? 4 : 3)) {
    throw isOfOtherForm(name, `an image with ${channels} channels`)
  }
}
