import path from 'node:path'
import { loaderLibraries } from './loader-libraries'
import type { Surroundings } from './surroundings'

export interface CudaLibraries {
  /** Versions, as far as their names tell; undefined for none. */
  readonly runtime: string | undefined
  readonly cudnn: string | undefined
}

/**
 * CUDA's runtime and cuDNN: beside TensorFlow as `pip install "tensorflow[and-cuda]"` puts them, else among the
 * libraries that the system's loader knows.
 * @param packages the folder of Python packages in which TensorFlow is
 */
export async function findCudaLibraries(
  surroundings: Surroundings,
  packages: string | undefined
): Promise<CudaLibraries> {
  const { list, environment } = surroundings
  const records = packages === undefined ? [] : await list(packages)
  const ofPip = (name: string): string | undefined => {
    const pattern = new RegExp(`^nvidia_${name}(?:_cu\\d+)?-([\\d.]+)\\.dist-info$`)
    return records.flatMap((record) => pattern.exec(record)?.[1] ?? [])[0]
  }
  const folders = (environment['LD_LIBRARY_PATH'] ?? '').split(path.delimiter).filter((name) => name !== '')
  const files = (await Promise.all(folders.map((folder) => list(folder)))).flat()
  const known = [...files, await loaderLibraries(surroundings)].join('\n')
  const ofSystem = (name: string): string | undefined =>
    new RegExp(`\\b${name}\\.so\\.(\\d[\\d.]*)`).exec(known)?.[1]
  return {
    runtime: ofPip('cuda_runtime') ?? ofSystem('libcudart'),
    cudnn: ofPip('cudnn') ?? ofSystem('libcudnn')
  }
}
