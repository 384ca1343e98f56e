import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { buffer } from 'node:stream/consumers'
import { gzipSync } from 'node:zlib'
import { pack } from 'tar-stream'
import { lessonDataset } from '../../src/core/data/lesson-dataset'
import { Random } from '../../src/core/maths/random'
import type { DatasetManifest } from '../../src/lab/dataset/files/manifest'

export interface SmallCifar {
  /** Holds the .bin files, as the official archive unpacks. */
  readonly folder: string
  /** Holds the archive, ready to be served. */
  readonly archiveFolder: string
  readonly archiveFile: string
  readonly archiveName: string
  /** Without `archive.url`: a server's address is known later, see `writeManifest`. */
  readonly manifest: DatasetManifest
  readonly archiveSha256: string
}

const side = 32
const plane = side * side
const trainFiles = 5

/** Colours (red, green, blue) and stripes (cycles across, cycles down) that tell the classes apart. */
const classLooks = [
  { colour: [90, 160, 230], stripes: [0, 1] },
  { colour: [210, 60, 50], stripes: [1, 0] },
  { colour: [170, 140, 90], stripes: [2, 2] },
  { colour: [120, 90, 110], stripes: [0, 4] },
  { colour: [90, 130, 60], stripes: [4, 0] },
  { colour: [160, 110, 60], stripes: [3, -3] },
  { colour: [60, 180, 80], stripes: [0, 2] },
  { colour: [110, 80, 50], stripes: [2, 0] },
  { colour: [50, 90, 170], stripes: [1, 1] },
  { colour: [190, 190, 60], stripes: [1, -1] }
] as const

/**
 * Writes a small data set in CIFAR-10's binary layout that a short training can learn: each class has a colour and a
 * direction of stripes, under noise. Five train files and a test file of `perFile` images; the same seed, the same
 * bytes. `folder` receives `cifar-10-batches-bin/` with the files and `served/` with their tar.gz.
 */
export async function makeSmallCifar(
  folder: string,
  { perFile = 100, seed = 1 }: { readonly perFile?: number; readonly seed?: number } = {}
): Promise<SmallCifar> {
  const filesFolder = path.join(folder, 'cifar-10-batches-bin')
  const archiveFolder = path.join(folder, 'served')
  await mkdir(filesFolder, { recursive: true })
  await mkdir(archiveFolder, { recursive: true })
  const archive = pack()
  const packed = buffer(archive)
  archive.entry({ name: 'cifar-10-batches-bin', type: 'directory' })
  archive.entry({ name: 'cifar-10-batches-bin/batches.meta.txt' }, lessonDataset.classes.join('\n'))
  const files: DatasetManifest['files'] = []
  for (let i = 0; i <= trainFiles; i++) {
    const test = i === trainFiles
    const name = test ? 'test_batch.bin' : `data_batch_${i + 1}.bin`
    const content = records(perFile, Random.seeded(seed, i))
    await writeFile(path.join(filesFolder, name), content)
    archive.entry({ name: `cifar-10-batches-bin/${name}` }, content)
    files.push({
      name,
      role: test ? 'test' : 'train',
      images: perFile,
      bytes: content.length,
      sha256: sha256(content)
    })
  }
  archive.finalize()
  const archiveName = 'small-cifar.tar.gz'
  const archiveFile = path.join(archiveFolder, archiveName)
  const archiveContent = gzipSync(await packed)
  await writeFile(archiveFile, archiveContent)
  return {
    folder: filesFolder,
    archiveFolder,
    archiveFile,
    archiveName,
    archiveSha256: sha256(archiveContent),
    manifest: {
      id: 'small-cifar',
      name: 'Small CIFAR',
      classes: [...lessonDataset.classes],
      shape: [side, side, 3],
      labelBytes: 1,
      files
    }
  }
}

/** The manifest with the address under which the archive is served. */
export function servedManifest(small: SmallCifar, serverUrl: string): DatasetManifest {
  const url = `${serverUrl}/${small.archiveName}`
  return { ...small.manifest, archive: { url, sha256: small.archiveSha256 } }
}

/** Writes what TENFOLD_DATASET_MANIFEST is to name; give it the address of `serveFolder(small.archiveFolder)`. */
export async function writeManifest(file: string, small: SmallCifar, serverUrl: string): Promise<void> {
  await writeFile(file, JSON.stringify(servedManifest(small, serverUrl), undefined, 2))
}

/** u8[count, 1 + 3 * 32 * 32]; every class equally often, in random order. */
function records(count: number, random: Random): Buffer {
  const labels = random.shuffle(Uint32Array.from({ length: count }, (_, i) => i % classLooks.length))
  const content = Buffer.alloc(count * (1 + 3 * plane))
  labels.forEach((label, i) => {
    const record = content.subarray(i * (1 + 3 * plane), (i + 1) * (1 + 3 * plane))
    record[0] = label
    drawImage(record.subarray(1), label, random)
  })
  return content
}

/** image: u8[3, 32, 32] */
function drawImage(image: Uint8Array, label: number, random: Random): void {
  const look = classLooks[label]
  if (look === undefined) throw new RangeError(`no class ${label}`)
  const phase = random.nextFloat() * 2 * Math.PI
  const brightness = (random.nextFloat() - 0.5) * 60
  const [across, down] = look.stripes
  look.colour.forEach((level, channel) => {
    for (let y = 0; y < side; y++) {
      for (let x = 0; x < side; x++) {
        const wave = 35 * Math.sin((2 * Math.PI * (across * x + down * y)) / side + phase)
        const noise = (random.nextFloat() - 0.5) * 80
        const value = Math.round(level + brightness + wave + noise)
        image[channel * plane + y * side + x] = Math.max(0, Math.min(255, value))
      }
    }
  })
}

function sha256(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}
