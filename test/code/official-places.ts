import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { required } from '../../src/core/base/required'
import { findKnownSets } from '../../src/lab/dataset/known/find-known-sets'
import { makeDataset } from '../../src/lab/dataset/import/make-dataset'
import { readManifest } from '../../src/lab/dataset/library/stored-manifest'
import type { StoredDataset } from './import-folder'

export interface OfficialPlace {
  /** In test/known-sets/files. */
  readonly folder: string
  readonly variant?: string
  /** Of torchvision.datasets. */
  readonly className: string
  /** Where torchvision looks for its files. */
  readonly target: string
}

const emnist = ['letters', 'balanced', 'digits', 'byclass'].map((variant): OfficialPlace => ({
  folder: 'emnist',
  variant,
  className: 'EMNIST',
  target: 'EMNIST/raw'
}))

/** Small sets in the layout of the well-known ones that torchvision has classes for. */
export const officialPlaces: readonly OfficialPlace[] = [
  { folder: 'cifar-10-python', className: 'CIFAR10', target: 'cifar-10-batches-py' },
  {
    folder: 'cifar-100-python-2',
    variant: 'fine labels',
    className: 'CIFAR100',
    target: 'cifar-100-python'
  },
  { folder: 'torch/MNIST/raw', className: 'MNIST', target: 'MNIST/raw' },
  { folder: 'fashion-mnist', className: 'FashionMNIST', target: 'FashionMNIST/raw' },
  { folder: 'KMNIST', className: 'KMNIST', target: 'KMNIST/raw' },
  ...emnist,
  { folder: 'svhn', className: 'SVHN', target: '.' }
]

const placeOf = ({ folder }: OfficialPlace): string =>
  path.join(import.meta.dirname, '..', 'known-sets', 'files', ...folder.split('/'))

/** Puts the files where `download=True` finds them. @param root torchvision's */
export async function placeForTorchvision(place: OfficialPlace, root: string): Promise<void> {
  const target = path.join(root, place.target)
  await mkdir(target, { recursive: true })
  for (const name of await readdir(placeOf(place))) {
    const content = await readFile(path.join(placeOf(place), name))
    const unpacked = name.endsWith('.gz') ? gunzipSync(content) : content
    const own = name.replace(/\.gz$/, '').replace(/\.(idx\d-ubyte)$/, '-$1')
    await writeFile(path.join(target, own), unpacked)
  }
}

/** Imports it as the lab does, and then says that the files were the official ones. */
export async function importKnown(place: OfficialPlace, datasets: string): Promise<StoredDataset> {
  const sets = await findKnownSets(placeOf(place))
  const set = required(
    sets.find(({ variant }) => variant === place.variant),
    'a set'
  )
  const { id } = await makeDataset(
    {
      kind: 'known',
      path: placeOf(place),
      name: 'Known',
      set: set.name,
      ...(place.variant === undefined ? {} : { variant: place.variant })
    },
    'a test',
    {
      datasets,
      reserved: [],
      decoder: { decode: () => Promise.reject(new Error('There is no image file.')) },
      signal: new AbortController().signal,
      onProgress: () => undefined,
      now: () => 0
    }
  )
  const folder = path.join(datasets, id)
  const manifest = required(await readManifest(folder), 'a manifest')
  const made = required(manifest.made, 'how it was made')
  const known = required(made.known, 'what it is')
  return { folder, manifest: { ...manifest, made: { ...made, known: { ...known, official: true } } } }
}
