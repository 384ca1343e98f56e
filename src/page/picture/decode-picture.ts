import { LabError } from '../../core/base/lab-error'
import { imageLimits } from '../../core/data/image-file'
import { formatCount } from '../../core/format/format-number'

/**
 * Lets the browser decode a file, turned as its EXIF orientation says.
 * @throws LabError for what is no image, too small or too large
 */
export async function decodePicture(file: Blob, name: string): Promise<ImageBitmap> {
  const bitmap = await createImageBitmap(file).catch((thrown: unknown) => {
    throw new LabError(
      'invalid-input',
      `${name} is not a picture that this browser can read.`,
      'Choose a PNG, JPEG, WebP or GIF file.',
      thrown
    )
  })
  const { width, height } = bitmap
  if (width * height <= imageLimits.pixels && Math.min(width, height) >= imageLimits.side) return bitmap
  bitmap.close()
  throw new LabError(
    'invalid-input',
    `${name} has ${formatCount(width)} × ${formatCount(height)} pixels, which cannot be fitted.`,
    `Choose a picture of at least ${imageLimits.side} × ${imageLimits.side} and at most ${formatCount(imageLimits.pixels)} pixels.`
  )
}
