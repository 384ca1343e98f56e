import { LabError } from '../../../core/base/lab-error'
import { findCifarBinary } from './cifar-binary'
import { findCifarPython } from './cifar-python'
import { findEmnist } from './emnist'
import { findIdxSets } from './idx-sets'
import type { KnownSet } from './known-set'
import { findNpzSets } from './npz-set'
import { listPlace } from './places/list-place'
import type { PlacedFile, PlacedFolder } from './places/placed-file'
import { tarFiles } from './places/tar-files'
import { zipFiles } from './places/zip-files'
import { findSvhn } from './svhn'

const finders: readonly ((folder: PlacedFolder) => Promise<readonly KnownSet[]>)[] = [
  findCifarBinary,
  findCifarPython,
  findIdxSets,
  findEmnist,
  findNpzSets,
  findSvhn
]

/**
 * Every well-known data set at a place, in every variant: in a folder (two levels deep, at most 2,000 entries), in an
 * archive, or beside a file of one. Reads headers, the pickles of CIFAR's Python version, and whatever takes a
 * checksum. What is wrong with one set is not told where another is in order.
 * @returns [] where there is none
 * @throws LabError 'data-corrupt' | 'data-missing' | 'unsupported' | 'not-found' | 'invalid-input' | 'storage'
 */
export async function findKnownSets(place: string): Promise<readonly KnownSet[]> {
  const { folders, archives } = await listPlace(place)
  const sets: KnownSet[] = []
  const faults: LabError[] = []
  const collect = async (folder: PlacedFolder): Promise<void> => {
    for (const find of finders) {
      try {
        for (const set of await find(folder)) sets.push(set)
      } catch (error) {
        if (!(error instanceof LabError)) throw error
        faults.push(error)
      }
    }
  }
  for (const folder of folders) await collect(folder)
  for (const archive of archives) {
    try {
      for (const folder of await foldersOf(archive)) await collect(folder)
    } catch (error) {
      if (!(error instanceof LabError)) throw error
      faults.push(error)
    }
  }
  const [fault] = faults
  if (sets.length === 0 && fault !== undefined) throw fault
  return sets
}

function foldersOf(archive: PlacedFile): Promise<readonly PlacedFolder[]> {
  return /\.zip$/i.test(archive.name) ? zipFiles(archive) : tarFiles(archive)
}
