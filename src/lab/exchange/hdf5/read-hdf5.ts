import { LabError } from '../../../core/base/lab-error'
import { hints, invalidCheckpoint, shown } from '../../checkpoint/invalid-checkpoint'
import type { ValueBudget } from '../tensors/value-budget'
import { Hdf5Group } from './hdf5-group'
import { loadHdf5 } from './load-hdf5'

let count = 0

/**
 * Opens an HDF5 file that lies in memory.
 * @param file its name, for messages
 * @param budget what is read of it counts
 * @param read takes what it needs of the file, which is closed afterwards
 * @throws LabError 'checkpoint-invalid'
 */
export async function readHdf5<T>(
  bytes: Uint8Array,
  file: string,
  budget: ValueBudget,
  read: (root: Hdf5Group) => T
): Promise<T> {
  const library = await loadHdf5()
  const { h5, files } = library
  // A name of its own: what a damaged file before it left open stays apart.
  const path = `/read-${count++}.h5`
  try {
    // Not copied: the library only reads it.
    files.createDataFile('/', path.slice(1), bytes, true, false, true)
    const opened = new h5.File(path, 'r')
    try {
      return read(new Hdf5Group({ library, id: opened.file_id, file, budget }, '/'))
    } finally {
      opened.close()
    }
  } catch (thrown) {
    if (thrown instanceof LabError) throw thrown
    throw invalidCheckpoint(
      `${shown(file)} is damaged, or no HDF5 file: the library for such files cannot read it.`,
      hints.damaged,
      thrown
    )
  } finally {
    if (files.analyzePath(path).exists) files.unlink(path)
  }
}
