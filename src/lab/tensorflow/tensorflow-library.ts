import { readdir, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { LabError } from '../../core/base/lab-error'
import { errorCode } from '../storage/storage-error'

/** A TensorFlow as Python packages carry it: shared libraries and C headers. */
export interface TensorflowLibrary {
  /** The `tensorflow` folder of the Python packages. */
  readonly folder: string
  /** Absolute path of libtensorflow_cc. */
  readonly file: string
  readonly version: string
  /** The CUDA version that it was built for, '' for none. */
  readonly cuda: string
  /** Changes when the library does. */
  readonly fingerprint: string
}

/** Names of the libraries to link, in the packages for Linux and macOS. */
export const libraryNames: Readonly<Record<string, readonly [string, string]>> = {
  linux: ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'],
  darwin: ['libtensorflow_cc.2.dylib', 'libtensorflow_framework.2.dylib']
}

/**
 * Looks at a `tensorflow` folder.
 * @throws LabError 'not-found' | 'unsupported' with what is missing
 */
export async function readTensorflowLibrary(
  folder: string,
  platform: string = process.platform
): Promise<TensorflowLibrary> {
  const [name] = libraryNames[platform] ?? []
  if (name === undefined) {
    throw new LabError(
      'unsupported',
      'TensorFlow’s Python packages for this system contain no library to link with.',
      'On Windows, use the application inside WSL 2, or the WebAssembly engine.'
    )
  }
  const file = path.join(folder, name)
  try {
    const { size, mtimeMs } = await stat(file)
    const version = await readVersion(folder)
    const { cuda } = await readBuildInfo(folder)
    return { folder, file, version, cuda, fingerprint: `${version}:${size}:${Math.round(mtimeMs)}` }
  } catch (thrown) {
    if (errorCode(thrown) !== 'ENOENT') throw thrown
    throw new LabError(
      'not-found',
      `There is no TensorFlow library in ${folder}.`,
      'Choose a Python environment with TensorFlow 2.16 or newer. To install it: pip install tensorflow-cpu, or "tensorflow[and-cuda]" for an NVIDIA GPU.',
      thrown
    )
  }
}

/** From the package's own record, `tensorflow_cpu-2.21.0.dist-info`, beside the folder. */
async function readVersion(folder: string): Promise<string> {
  const beside = await readdir(path.dirname(folder))
  const versions = beside.flatMap(
    (name) => /^tensorflow(?:_cpu)?-(\d[^-]*)\.dist-info$/.exec(name)?.[1] ?? []
  )
  return versions[0] ?? 'unknown'
}

/** What TensorFlow's build wrote down about itself. */
async function readBuildInfo(folder: string): Promise<{ readonly cuda: string }> {
  const text = await readFile(path.join(folder, 'python', 'platform', 'build_info.py'), 'utf8')
  return { cuda: /'cuda_version', '([\d.]+)'/.exec(text)?.[1] ?? '' }
}
