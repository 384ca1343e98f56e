import type { FS, h5wasm, Module } from 'h5wasm'
import { LabError } from '../../../core/base/lab-error'

/** The HDF5 library, compiled to WebAssembly, and the memory that it takes for a file system. */
export interface Hdf5Library {
  readonly h5: typeof h5wasm
  readonly module: typeof Module
  readonly files: NonNullable<typeof FS>
}

let loading: Promise<Hdf5Library> | undefined

/**
 * Loads the library when it is first needed. Its build for browsers knows no files but those in its own memory: whatever a
 * file refers to outside of itself does not exist.
 */
export function loadHdf5(): Promise<Hdf5Library> {
  loading ??= load()
  return loading
}

async function load(): Promise<Hdf5Library> {
  try {
    const { default: h5 } = await import('h5wasm')
    const module = await h5.ready
    // Errors of the library are thrown; else it would print them, and go on.
    module.activate_throwing_error_handler()
    const files = module.FS
    // They would lead to the terminal.
    for (const device of ['stdin', 'stdout', 'stderr', 'tty', 'tty1']) files.unlink(`/dev/${device}`)
    return { h5, module, files }
  } catch (thrown) {
    loading = undefined
    throw new LabError(
      'unsupported',
      'HDF5 files cannot be read or written here: the library for them does not load.',
      'Use another format, such as ONNX.',
      thrown
    )
  }
}
