import { decodeH5 } from './decode-h5'
import { decodeKeras, type ReadKeras } from './decode-keras'

/** `keras`: the zip archive of Keras 3. `h5`: the HDF5 file of Keras 2. */
export type KerasFormat = 'keras' | 'h5'
export type KerasReader = (bytes: Uint8Array, name: string, format: KerasFormat) => Promise<ReadKeras>

/** Reads a file in this process, which a damaged one can hold up for ever. */
export const readKerasHere: KerasReader = (bytes, name, format) =>
  format === 'keras' ? decodeKeras(bytes, name) : decodeH5(bytes, name)
