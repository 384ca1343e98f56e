import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { imageBytes } from '../../src/core/data/image-set'
import { Random } from '../../src/core/maths/random'
import type { DatasetFile, DatasetManifest } from '../../src/lab/dataset/files/manifest'

export interface GreyShapes {
  /** Holds the .bin files. */
  readonly folder: string
  /** What TENFOLD_DATASET_MANIFEST is to name. */
  readonly manifestFile: string
  readonly manifest: DatasetManifest
}

const shape: DatasetManifest['shape'] = [20, 28, 1]
const [height, width] = shape

/** Whether a point belongs to the shape; x and y from the middle of the image, in pixels. */
const drawings: Readonly<Record<string, (x: number, y: number) => boolean>> = {
  disc: (x, y) => x * x + y * y < 49,
  ring: (x, y) => Math.abs(Math.hypot(x, y) - 7) < 1.5,
  cross: (x, y) => Math.min(Math.abs(x), Math.abs(y)) < 2 && Math.max(Math.abs(x), Math.abs(y)) < 8,
  bars: (x, y) => Math.abs(x) < 9 && Math.abs(y) < 8 && (Math.round(y) & 3) < 2,
  corner: (x, y) => x > -8 && y > -8 && x < 8 && y < 8 && (x < -4 || y < -4)
}
const classes = Object.keys(drawings)

/**
 * Writes a data set of 5 classes with grey images of 20 x 28 in CIFAR's binary layout, and its manifest: bright shapes
 * of different sizes and places on noise. Two train files and a test file of `perFile` images; the same seed, the same
 * bytes.
 */
export async function makeGreyShapes(
  folder: string,
  { perFile = 200, seed = 1 }: { readonly perFile?: number; readonly seed?: number } = {}
): Promise<GreyShapes> {
  const filesFolder = path.join(folder, 'grey-shapes')
  await mkdir(filesFolder, { recursive: true })
  const files: DatasetFile[] = []
  for (const [i, name] of ['train-1.bin', 'train-2.bin', 'test.bin'].entries()) {
    const content = records(perFile, Random.seeded(seed, i))
    await writeFile(path.join(filesFolder, name), content)
    files.push({
      name,
      role: name === 'test.bin' ? 'test' : 'train',
      images: perFile,
      bytes: content.length,
      sha256: createHash('sha256').update(content).digest('hex')
    })
  }
  const manifest: DatasetManifest = {
    id: 'grey-shapes',
    name: 'Grey shapes',
    classes,
    shape,
    labelBytes: 1,
    normalisation: { mean: [0.25], standardDeviation: [0.25] },
    files
  }
  const manifestFile = path.join(folder, 'grey-shapes.json')
  await writeFile(manifestFile, JSON.stringify(manifest, undefined, 2))
  return { folder: filesFolder, manifestFile, manifest }
}

/** u8[count, 1 + 20 * 28]; every class equally often, in random order. */
function records(count: number, random: Random): Buffer {
  const labels = random.shuffle(Uint32Array.from({ length: count }, (_, i) => i % classes.length))
  const bytes = 1 + imageBytes({ shape })
  const content = Buffer.alloc(count * bytes)
  labels.forEach((label, i) => {
    content[i * bytes] = label
    const isInside = drawings[classes[label] ?? '']
    if (isInside === undefined) throw new RangeError(`no class ${label}`)
    draw(content.subarray(i * bytes + 1, (i + 1) * bytes), isInside, random)
  })
  return content
}

/** image: u8[1, 20, 28] */
function draw(image: Uint8Array, isInside: (x: number, y: number) => boolean, random: Random): void {
  const [left, top] = [random.nextFloat() * 6 - 3, random.nextFloat() * 4 - 2]
  const size = 0.85 + random.nextFloat() * 0.3
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const inside = isInside((x - width / 2 - left) / size, (y - height / 2 - top) / size)
      const value = (inside ? 190 : 50) + (random.nextFloat() - 0.5) * 70
      image[y * width + x] = Math.max(0, Math.min(255, Math.round(value)))
    }
  }
}
