import { copyFile, mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { PNG } from 'pngjs'
import { Random } from '../../src/core/maths/random'
import { imageFiles } from '../image-files/expected-images'

/** Writes a picture that no other number gives: smooth, as photos are. */
export async function writePicture(
  file: string,
  number: number,
  {
    width = 40,
    height = 30,
    transparent = false
  }: { width?: number; height?: number; transparent?: boolean } = {}
): Promise<void> {
  const random = Random.seeded(number, 7)
  const picture = new PNG({ width, height })
  const slopes = Array.from({ length: 6 }, () => random.nextBelow(9) - 4)
  const bases = Array.from({ length: 3 }, () => 60 + random.nextBelow(130))
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 4
      for (let channel = 0; channel < 3; channel++) {
        const value = Number(bases[channel]) + Number(slopes[channel]) * x + Number(slopes[channel + 3]) * y
        picture.data[at + channel] = Math.max(0, Math.min(255, value))
      }
      picture.data[at + 3] = transparent ? 100 + x : 255
    }
  }
  await mkdir(path.dirname(file), { recursive: true })
  await writeFile(file, PNG.sync.write(picture))
}

/** Pictures in folders. @param counts by place: `train/cats` */
export async function writePictures(root: string, counts: Readonly<Record<string, number>>): Promise<void> {
  let number = 0
  for (const [place, count] of Object.entries(counts)) {
    await mkdir(path.join(root, place), { recursive: true })
    for (let i = 0; i < count; i++)
      await writePicture(path.join(root, place, `${i}.png`), ++number, {
        width: 24 + 3 * (i % 5),
        height: 30
      })
  }
}

/** One of the files that test the decoder. */
export async function copyPicture(name: string, target: string): Promise<void> {
  await mkdir(path.dirname(target), { recursive: true })
  await copyFile(path.join(imageFiles, name), target)
}
