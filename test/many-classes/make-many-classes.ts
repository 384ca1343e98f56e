import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { imageBytes } from '../../src/core/data/image-set'
import { Random } from '../../src/core/maths/random'
import type { DatasetFile, DatasetManifest } from '../../src/lab/dataset/files/manifest'

export interface ManyClasses {
  /** Holds the .bin files. */
  readonly folder: string
  /** What TENFOLD_DATASET_MANIFEST is to name. */
  readonly manifestFile: string
  readonly manifest: DatasetManifest
}

const shape: DatasetManifest['shape'] = [16, 16, 1]
const [height, width] = shape
const places = 12

/** Twins look the same, and are 12 classes apart. */
const classes = [
  ...Array.from({ length: places }, (_, i) => `first_${i + 1}`),
  ...Array.from({ length: places }, (_, i) => `second_${i + 1}`)
]

/**
 * Writes a data set of 24 classes with grey images of 16 x 16 in CIFAR's binary layout, and its manifest: a bright square
 * in one of 12 places. Classes of the same number cannot be told apart, so a network mixes them up.
 */
export async function makeManyClasses(folder: string): Promise<ManyClasses> {
  const filesFolder = path.join(folder, 'many-classes')
  await mkdir(filesFolder, { recursive: true })
  const files: DatasetFile[] = []
  for (const [role, images, seed] of [
    ['train', 960, 1],
    ['test', 480, 2]
  ] as const) {
    const content = records(images, Random.seeded(seed))
    const name = `${role}.bin`
    await writeFile(path.join(filesFolder, name), content)
    const sha256 = createHash('sha256').update(content).digest('hex')
    files.push({ name, role, images, bytes: content.length, sha256 })
  }
  const manifest: DatasetManifest = {
    id: 'many-classes',
    name: 'Many classes',
    classes,
    shape,
    labelBytes: 1,
    normalisation: { mean: [0.2], standardDeviation: [0.2] },
    files
  }
  const manifestFile = path.join(folder, 'many-classes.json')
  await writeFile(manifestFile, JSON.stringify(manifest, undefined, 2))
  return { folder: filesFolder, manifestFile, manifest }
}

/** u8[count, 1 + 16 * 16]; every class equally often, in random order. */
function records(count: number, random: Random): Buffer {
  const labels = random.shuffle(Uint32Array.from({ length: count }, (_, i) => i % classes.length))
  const bytes = 1 + imageBytes({ shape })
  const content = Buffer.alloc(count * bytes)
  labels.forEach((label, i) => {
    content[i * bytes] = label
    draw(content.subarray(i * bytes + 1, (i + 1) * bytes), label % places, random)
  })
  return content
}

/** image: u8[1, 16, 16]; four squares in a row, three rows. */
function draw(image: Uint8Array, place: number, random: Random): void {
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const inside = Math.floor(y / 5) * 4 + Math.floor(x / 4) === place
      image[y * width + x] = Math.round((inside ? 200 : 20) + random.nextFloat() * 40)
    }
  }
}
