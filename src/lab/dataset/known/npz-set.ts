import { LabError } from '../../../core/base/lab-error'
import { distinctLabels, type NpzPart } from './distinct-labels'
import { badFile } from './formats/bad-file'
import { pairImages } from './image-pairs'
import type { KnownImage, KnownSet } from './known-set'
import { openNpzArray, readNpzArray, requireLabels } from './npz-arrays'
import { requireImages } from './npz-images'
import { knownNpz } from './npz-kinds'
import { checkOfficial, nameWith } from './official-files'
import type { PlacedFile, PlacedFolder } from './places/placed-file'
import { zipFiles } from './places/zip-files'

type Part = 'train' | 'val' | 'test'

/** What people call the arrays of images and labels of a part. */
const pairNames: readonly ((part: Part) => readonly [string, string])[] = [
  (part) => [`x_${part}`, `y_${part}`],
  (part) => [`${part}_images`, `${part}_labels`],
  (part) => [`${part}_x`, `${part}_y`],
  (part) => [`images_${part}`, `labels_${part}`],
  (part) => [`${part}_data`, `${part}_labels`]
]

/** Sets in numpy's .npz files, as Keras has MNIST and MedMNIST its sets. @throws LabError */
export async function findNpzSets({ files }: PlacedFolder): Promise<readonly KnownSet[]> {
  const sets: KnownSet[] = []
  for (const file of files.values()) {
    if (!/\.npz$/i.test(file.name)) continue
    for (const set of await findInNpz(file)) sets.push(set)
  }
  return sets
}

async function findInNpz(file: PlacedFile): Promise<readonly KnownSet[]> {
  if (file.archive !== undefined) {
    throw new LabError('unsupported', `${file.label} lies in an archive.`, 'Unpack it first.')
  }
  const arrays = new Map<string, PlacedFile>()
  for (const folder of await zipFiles(file)) {
    for (const entry of folder.files.values())
      arrays.set(entry.name.replace(/\.npy$/, '').toLowerCase(), entry)
  }
  const train = await findPart(arrays, 'train', file)
  const test = await findPart(arrays, 'test', file)
  const val = await findPart(arrays, 'val', file)
  if (train === undefined && test === undefined) return []
  if (train === undefined || test === undefined) {
    const held = [...arrays.keys()].slice(0, 12).join(', ')
    throw new LabError(
      'data-missing',
      `${file.label} holds ${held}, but no pair of images and labels for ${train === undefined ? 'training' : 'the test'}.`,
      'Save x_train, y_train, x_test and y_test with np.savez.'
    )
  }
  const variants =
    val === undefined ? [undefined] : (['without validation images', 'with validation images'] as const)
  const sets: KnownSet[] = []
  for (const variant of variants) {
    const parts = variant === 'with validation images' && val !== undefined ? [train, val] : [train]
    sets.push(await npzSet(file, parts, test, variant))
  }
  return sets
}

async function findPart(
  arrays: ReadonlyMap<string, PlacedFile>,
  part: Part,
  file: PlacedFile
): Promise<NpzPart | undefined> {
  const names = pairNames.map((pair) => pair(part)).find(([images]) => arrays.has(images))
  if (names === undefined) return undefined
  const [images, labels] = names.map((name) => arrays.get(name))
  if (images === undefined || labels === undefined) {
    throw badFile(file.label, `has the images ${names[0]} without the labels ${names[1]}`)
  }
  const found = { images: requireImages(await readNpzArray(images)), labels: await readNpzArray(labels) }
  requireLabels(found.labels, found.images.count)
  return found
}

async function npzSet(
  file: PlacedFile,
  train: readonly NpzPart[],
  test: NpzPart,
  variant: string | undefined
): Promise<KnownSet> {
  const parts = [...train, test]
  const shape = test.images.shape
  if (parts.some((part) => part.images.shape.join() !== shape.join())) {
    throw badFile(file.label, 'has images for the test of another size than those for training')
  }
  const known = knownNpz(file.name)
  const verdict =
    known === undefined
      ? 'other'
      : await checkOfficial([['', file]], { archives: [], files: { '': known.sums } })
  const values = await distinctLabels(parts, file)
  const official = verdict === 'official'
  const named = known !== undefined && values.every((value) => value >= 0 && value < known.classes.length)
  const places = new Map(values.map((value, place) => [value, named ? value : place]))
  return {
    kind: 'npz',
    name: known === undefined ? file.name.replace(/\.npz$/i, '') : nameWith(known.name, verdict),
    ...(variant === undefined ? {} : { variant }),
    classes: named ? known.classes : values.map(String),
    shape,
    ...(known === undefined ? {} : { licence: known.licence }),
    official,
    counts: { train: train.reduce((sum, part) => sum + part.images.count, 0), test: test.images.count },
    images: (role, signal) => npzImages(role === 'test' ? [test] : train, places, signal)
  }
}

async function* npzImages(
  parts: readonly NpzPart[],
  places: ReadonlyMap<number, number>,
  signal?: AbortSignal
): AsyncGenerator<KnownImage, void> {
  for (const { images, labels } of parts) {
    yield* pairImages(
      {
        openPixels: () => openNpzArray(images.array),
        openLabels: () => openNpzArray(labels),
        labelType: labels.type,
        count: images.count,
        shape: images.shape,
        order: images.order,
        classOf: (label) => places.get(label),
        file: images.array.file.label,
        origin: images.array.file.name.replace(/\.npy$/, '')
      },
      signal
    )
  }
}
