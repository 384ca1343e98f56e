import { createHash } from 'node:crypto'
import type { ImageNote } from '../core/data/image-file'
import type { DecodedImage, ImageRequest } from '../lab/dataset/decoding/decoder-protocol'
import { shownName } from '../lab/dataset/decoding/shown-name'
import { readBmp } from './bmp/read-bmp'
import type { Sharp } from './load-sharp'
import { openImage, openRaster, type OpenedImage } from './open-image'
import { isTransparent, layOutPixels } from '../core/pixels/lay-out-pixels'
import { planFit, type FitPlan } from '../core/pixels/plan-fit'
import type { Raster } from '../core/pixels/raster'
import { resampleRaster } from '../core/pixels/resample-raster'
import { isMisnamed } from './reading/is-misnamed'
import { readSource } from './reading/read-source'
import { isDamaged, isNoImage } from './reading/refusals'
import { tellFormat } from './reading/tell-format'

/**
 * Makes an image of a data set's shape out of a file. In this order:
 *
 * 1. The format is told from the first bytes, never from the name. Of an animation the first frame is read, of a TIFF the
 *    first page. A file that is cut off or damaged is refused, not read in part.
 * 2. It is turned and mirrored as its EXIF orientation says.
 * 3. Its colours become sRGB with 8 bits a channel: through the embedded colour profile, if there is one; CMYK without one
 *    through libvips's standard profile; of 16 bits the high byte is kept.
 * 4. Unless it has the target's size already, in which case no pixel changes, it is resampled with a Lanczos kernel (a = 3),
 *    widened by as much as the image is reduced. Values are those of sRGB, not of linear light; colours are weighted by their
 *    opacity.
 *    - cover: of the image's centre, the largest part with the target's proportions is taken.
 *    - contain: the whole image is scaled by one factor until it just fits; around it is 0 (black) in every channel.
 *    - stretch: the whole image is scaled to the target, width and height apart.
 *    The result is that of PIL's `ImageOps.fit`, `ImageOps.pad` and `Image.resize` with Image.LANCZOS, which differ by less than
 *    1 of 255 on average: PIL rounds twice, and libvips, which reduces what has twice the target's size or more, takes shortcuts.
 * 5. Transparency is laid over white for 1 and 3 channels, and kept as the fourth of 4. Grey images have the same value in
 *    red, green and blue; for 1 channel, colours become luma after ITU-R 601, rounded as in PIL's convert('L').
 *
 * sharp's two builds give the same bytes at the original size; resampled, they may differ by 2 of 255.
 * @throws LabError that says what is wrong with the file, and what to do
 */
export async function decodeImage(sharp: Sharp, { source, shape, fit }: ImageRequest): Promise<DecodedImage> {
  const name = shownName(source)
  const bytes = await readSource(source, name)
  const told = tellFormat(bytes)
  if (told === undefined || !('format' in told)) throw isNoImage(name, told)
  const { format } = told
  const image =
    format === 'bmp'
      ? openRaster(sharp, readBmp(bytes, name), name)
      : await openImage(sharp, bytes, format, name)
  const [height, width] = shape
  const plan = planFit(image, { width, height }, fit)
  const raster = resampleRaster(await render(image, plan, name), plan.box, plan.scaled)
  const fileName = 'path' in source ? source.path : source.name
  const notes: readonly (readonly [ImageNote, boolean])[] = [
    ['transparent', isTransparent(raster)],
    ['misnamed', isMisnamed(fileName, format)],
    ['enlarged', plan.enlarges]
  ]
  return {
    pixels: layOutPixels(raster, shape),
    sha256: createHash('sha256').update(bytes).digest('hex'),
    width: image.width,
    height: image.height,
    format,
    notes: [...image.notes, ...notes.filter(([, applies]) => applies).map(([note]) => note)]
  }
}

/** The part of it that is wanted, reduced where that is much larger than wanted. */
async function render(
  { pipeline, width, height }: OpenedImage,
  { part, reduced }: FitPlan,
  name: string
): Promise<Raster> {
  // Without a part to take, JPEG and WebP can be reduced while they are read.
  const taken = part.width === width && part.height === height ? pipeline : pipeline.extract(part)
  const fitted =
    part.width === reduced.width && part.height === reduced.height
      ? taken
      : taken.resize({ ...reduced, fit: 'fill', kernel: 'lanczos3', fastShrinkOnLoad: false })
  try {
    const { data, info } = await fitted
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true })
    return { data, width: info.width, height: info.height, channels: info.channels }
  } catch (thrown) {
    throw isDamaged(name, thrown)
  }
}
