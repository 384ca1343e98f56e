import { constants } from 'node:os'
import { type Binding, isBinding } from './binding'

/** Thrown when a file loads, but is something else. */
class NotTheBinding extends Error {}

/** Read by TensorFlow once, when its library is loaded; what the user has set stays. */
const settings: Readonly<Record<string, string>> = {
  // Much faster convolutions from batches of 128 up; off by default on some processors.
  TF_ENABLE_ONEDNN_OPTS: '1',
  // Take device memory as it is needed, instead of all of it at once.
  TF_FORCE_GPU_ALLOW_GROWTH: 'true',
  // The same bits from the same seed: cuDNN's and the reductions' deterministic kernels.
  TF_DETERMINISTIC_OPS: '1',
  // Graphs of small operations: handing them from thread to thread costs more than it gains.
  TF_NUM_INTEROP_THREADS: '1',
  // Warnings and errors, no remarks.
  TF_CPP_MIN_LOG_LEVEL: '1'
}

const threadsVariable = 'TF_NUM_INTRAOP_THREADS'

export interface LoadedBinding {
  readonly binding: Binding
  /** How many threads share an operation in this process. */
  readonly threads: number
}

const loaded = new Map<string, LoadedBinding>()

/**
 * Loads a tfjs-node binding and with it TensorFlow's library, without the JavaScript of tfjs-node. A process loads one
 * for good: neither can be unloaded.
 * @param file absolute path of a `tfjs_binding.node`
 * @param threads how many may share one operation; the first load decides for the whole process
 * @throws Error with the system loader's message; NotTheBinding
 */
export function loadBinding(file: string, threads: number): LoadedBinding {
  const known = loaded.get(file)
  if (known !== undefined) return known
  for (const [name, value] of Object.entries(settings)) process.env[name] ??= value
  process.env[threadsVariable] ??= String(threads)
  const module: { exports: unknown } = { exports: {} }
  process.dlopen(module, file, constants.dlopen.RTLD_NOW)
  if (!isBinding(module.exports)) throw new NotTheBinding(`${file} is not the binding of tfjs-node`)
  const result = { binding: module.exports, threads: Number(process.env[threadsVariable]) }
  loaded.set(file, result)
  return result
}
