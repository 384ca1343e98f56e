import { mkdir } from 'node:fs/promises'
import { usualNormalisation } from '../../src/core/data/dataset-info'
import { Random } from '../../src/core/maths/random'
import { DataFiles } from '../../src/lab/dataset/files/data-files'
import type { DatasetManifest } from '../../src/lab/dataset/files/manifest'
import { DatasetWriter } from '../../src/lab/dataset/write/dataset-writer'

/** The images' files, of the class before `/`. */
const files = {
  train: [
    'pets/Cat/1.jpg',
    'pets/cat/1.JPG',
    'pets/con/../aux.png',
    'pets/cat/a/b/1.png',
    'pets/Cat/1.png',
    'x/con/NUL.webp'
  ],
  test: ['pets/cat/1.png', 'pets/Cat/.hidden.png', 'pets/con/what?.png']
} as const

/** A data set of noise whose classes and files have names that not every system takes. */
export async function makeStoredDataset(
  folder: string,
  { shape = [8, 9, 3] }: { readonly shape?: DatasetManifest['shape'] } = {}
): Promise<DataFiles> {
  await mkdir(folder, { recursive: true })
  const classes = ['con', 'Cat', 'cat', 'none']
  const writer = new DatasetWriter(folder, shape, classes.length)
  const random = Random.seeded(1, 1)
  for (const role of ['test', 'train'] as const) {
    for (const name of files[role]) {
      const label = name.includes('/con/') ? 0 : name.includes('Cat') ? 1 : 2
      const pixels = Uint8Array.from({ length: shape[0] * shape[1] * shape[2] }, () => random.nextBelow(256))
      await writer.add(role, { label, pixels, origin: { name } })
    }
  }
  return new DataFiles(folder, {
    id: 'pets',
    name: 'Pets',
    classes,
    shape,
    labelBytes: writer.labelBytes,
    normalisation: usualNormalisation(shape),
    files: await writer.finish(),
    made: { source: '/home/ada/secret/pets', at: 5, licence: 'CC0' }
  })
}
