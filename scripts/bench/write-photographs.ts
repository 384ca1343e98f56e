import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import sharp from 'sharp'
import { Random } from '../../src/core/maths/random'
import { required } from '../../src/core/base/required'

export interface PhotographPlan {
  readonly classes: number
  readonly perClass: number
  /** [width, height], in turn. */
  readonly sizes: readonly (readonly [number, number])[]
  readonly format: 'jpg' | 'png'
}

/** Of the coarse picture that is enlarged: as much goes on in it as in a photograph. */
const coarse = 24

/** Writes a folder for each class, with pictures of soft colours and some noise, as photographs have them. */
export async function writePhotographs(
  folder: string,
  { classes, perClass, sizes, format }: PhotographPlan
): Promise<void> {
  const random = Random.seeded(1)
  for (let label = 0; label < classes; label++) {
    const place = path.join(folder, `class-${String(label).padStart(2, '0')}`)
    await mkdir(place, { recursive: true })
    for (let i = 0; i < perClass; i++) {
      const [width, height] = required(sizes[i % sizes.length], 'a size')
      const pixels = Uint8Array.from({ length: coarse * coarse * 3 }, () => random.nextUint32() & 255)
      const raw = { width: coarse, height: coarse, channels: 3 as const }
      const picture = sharp(pixels, { raw })
        .resize(width, height, { fit: 'fill', kernel: 'cubic' })
        .composite([{ input: grainOf(width, height, random), raw: { width, height, channels: 4 } }])
        .removeAlpha()
      const encoded = format === 'jpg' ? picture.jpeg({ quality: 90 }) : picture.png()
      await writeFile(path.join(place, `${i}.${format}`), await encoded.toBuffer())
    }
  }
}

/** By size: drawing it for each picture would take longer than all else. */
const grains = new Map<string, Buffer>()

/** Grey noise, all but transparent: u8[height, width, 4]. */
function grainOf(width: number, height: number, random: Random): Buffer {
  const known = grains.get(`${width} ${height}`)
  if (known !== undefined) return known
  const grain = Buffer.alloc(width * height * 4)
  for (const at of grain.keys()) grain[at] = at % 4 === 3 ? 24 : random.nextUint32() & 255
  grains.set(`${width} ${height}`, grain)
  return grain
}
