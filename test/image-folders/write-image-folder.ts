import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { PNG } from 'pngjs'
import type { ImageSet } from '../../src/core/data/image-set'
import { required } from '../../src/core/base/required'

/**
 * Writes images as PNG files, as somebody's own folder of photographs may have them: `<class>/<row>.png`.
 * @param images of 3 channels, planar
 * @param most images; all of them where it is left out
 * @returns how many were written
 */
export async function writeImageFolder(
  folder: string,
  images: ImageSet,
  classes: readonly string[],
  most = images.count
): Promise<number> {
  const [height, width] = images.shape
  const plane = height * width
  const count = Math.min(most, images.count)
  for (let row = 0; row < count; row++) {
    const name = required(classes[required(images.labels[row], 'a label')], 'a class')
    const png = new PNG({ width, height })
    for (let at = 0; at < plane; at++) {
      for (let channel = 0; channel < 3; channel++)
        png.data[at * 4 + channel] = required(images.images[(row * 3 + channel) * plane + at], 'a pixel')
      png.data[at * 4 + 3] = 255
    }
    await mkdir(path.join(folder, name), { recursive: true })
    await writeFile(path.join(folder, name, `${row}.png`), PNG.sync.write(png, { colorType: 2 }))
  }
  return count
}
