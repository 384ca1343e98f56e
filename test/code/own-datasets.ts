import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { DatasetInfo } from '../../src/core/data/dataset-info'
import { imageBytes } from '../../src/core/data/image-set'
import { Random } from '../../src/core/maths/random'
import { type DatasetFile, datasetInfoOf, type DatasetManifest } from '../../src/lab/dataset/files/manifest'
import { makeGreyShapes } from '../grey-shapes/make-grey-shapes'

export interface OwnDataset {
  /** Holds the .bin files. */
  readonly folder: string
  readonly info: DatasetInfo
}

/** Data sets that are not the lesson's: a byte a label and one channel, two bytes a label and four channels. */
export const ownDatasets: readonly {
  readonly name: string
  readonly make: (folder: string) => Promise<OwnDataset>
}[] = [
  {
    name: 'five classes of grey shapes',
    make: async (folder) => {
      const { folder: files, manifest } = await makeGreyShapes(folder, { perFile: 40 })
      return { folder: files, info: datasetInfoOf(manifest) }
    }
  },
  { name: '300 classes with opacity', make: makeManyClasses }
]

const count = 300

/** Noise: what is tested is how the files are read. */
async function makeManyClasses(folder: string): Promise<OwnDataset> {
  await mkdir(folder, { recursive: true })
  const shape: DatasetManifest['shape'] = [12, 9, 4]
  const files: DatasetFile[] = []
  for (const role of ['train', 'test'] as const) {
    const random = Random.seeded(1, files.length)
    const bytes = 2 + imageBytes({ shape })
    const content = Buffer.from(Uint8Array.from({ length: count * bytes }, () => random.nextBelow(256)))
    for (let i = 0; i < count; i++) content.writeUInt16LE(i, i * bytes)
    await writeFile(path.join(folder, `${role}.bin`), content)
    const sha256 = createHash('sha256').update(content).digest('hex')
    files.push({ name: `${role}.bin`, role, images: count, bytes: content.length, sha256 })
  }
  const manifest: DatasetManifest = {
    id: 'many-classes',
    name: 'Many classes',
    classes: Array.from({ length: count }, (_, i) => `class ${i}`),
    shape,
    labelBytes: 2,
    normalisation: { mean: [0.5, 0.4, 0.3, 0], standardDeviation: [0.25, 0.25, 0.5, 1] },
    files
  }
  return { folder, info: datasetInfoOf(manifest) }
}
