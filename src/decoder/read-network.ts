import { LabError } from '../core/base/lab-error'
import { encodeValues } from '../lab/checkpoint/weight-values'
import { loadHdf5 } from '../lab/exchange/hdf5/load-hdf5'
import { readKerasHere } from '../lab/exchange/keras/keras-reader'
import type { ReaderMessage, ReaderRequest } from '../lab/exchange/keras/reader-protocol'
import { boundWasmMemory } from './bound-wasm-memory'
import { readInput } from './read-input'

const mostWasmBytes = 2 ** 29

/** Reads one network, and ends the process. The weights go to standard output, all else to the channel. */
export async function readNetwork({ name, format, length }: ReaderRequest): Promise<void> {
  // The library for HDF5 files says things, which are not to get among the weights.
  Object.assign(console, { log: () => undefined })
  boundWasmMemory(mostWasmBytes)
  try {
    const bytes = await readInput(process.stdin, length)
    await loadHdf5()
    await said({ type: 'began' })
    const { model, weights, tellsPixels, classes } = await readKerasHere(bytes, name, format)
    const values = weights.map((weight) => weight.values)
    await written(encodeValues(values, 'weights'))
    await said({
      type: 'read',
      model,
      tellsPixels,
      ...(classes === undefined ? {} : { classes: [...classes] })
    })
  } catch (thrown) {
    await said({ type: 'refused', error: LabError.from(thrown).toData() })
  }
  process.exit()
}

/** Resolves too where nobody is left to hear it. */
function said(message: ReaderMessage): Promise<void> {
  return new Promise((resolve) => {
    if (process.connected) process.send?.(message, undefined, {}, () => resolve())
    else resolve()
  })
}

function written(bytes: Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    process.stdout.write(bytes, () => resolve())
  })
}
