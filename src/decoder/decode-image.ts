import { createHash } from 'node:crypto'
import type { ImageFit, ImageNote } from '../core/data/image-file'
import type { DecodedImage, ImageRequest } from '../lab/dataset/decoding/decoder-protocol'
import { shownName } from '../lab/dataset/decoding/shown-name'
import { readBmp } from './bmp/read-bmp'
import type { Sharp } from './load-sharp'
import { openImage, openRaster, type OpenedImage } from './open-image'
import { fitSize, type Size } from './pixels/fit-size'
import { isTransparent, layOutPixels } from './pixels/lay-out-pixels'
import type { Raster } from './pixels/raster'
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
 * 4. Unless it has the target's size already, in which case no pixel changes, it is resampled: with a Lanczos kernel
 *    (a = 3), widened as far as it is reduced; where it is enlarged, with bicubic interpolation. Values are those of sRGB,
 *    not of linear light; colours are weighted by opacity. JPEG and WebP may be halved once or more while they are read,
 *    as long as twice the target's size remains.
 *    - cover: scaled by one factor until both sides reach the target; what is beyond it is cut off equally at both ends.
 *    - contain: scaled by one factor until it just fits, in the centre; the rest is 0 (black) in every channel.
 *    - stretch: scaled to the target, width and height apart.
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
  const size = fitSize(image, { width, height }, fit)
  const raster = await render(image, size, fit, name)
  const fileName = 'path' in source ? source.path : source.name
  const notes: readonly (readonly [ImageNote, boolean])[] = [
    ['transparent', isTransparent(raster)],
    ['misnamed', isMisnamed(fileName, format)],
    ['enlarged', size.enlarges]
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

async function render(
  { pipeline, width, height }: OpenedImage,
  size: Size,
  fit: ImageFit,
  name: string
): Promise<Raster> {
  const isThatSize = width === size.width && height === size.height
  const fitted = isThatSize
    ? pipeline
    : pipeline.resize({
        width: size.width,
        height: size.height,
        // The size for `contain` has the image's own proportions, apart from rounding.
        fit: fit === 'cover' ? 'cover' : 'fill',
        kernel: 'lanczos3',
        fastShrinkOnLoad: false
      })
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
