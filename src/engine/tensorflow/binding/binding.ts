/** What the binding of @tensorflow/tfjs-node offers, as far as it is used. Tensors are numbers that it hands out. */
export interface Binding {
  readonly TF_Version: string
  readonly TF_FLOAT: number
  readonly TF_INT32: number
  readonly TF_UINT8: number
  isUsingGpuDevice(): boolean
  /** Keeps using the array's own memory until the tensor is deleted. */
  createTensor(shape: readonly number[], type: number, values: Float32Array | Int32Array | Uint8Array): number
  deleteTensor(tensor: number): void
  /** Of a float32 tensor: a copy. */
  tensorDataSync(tensor: number): Float32Array
  /** @returns the session's number */
  loadSavedModel(folder: string, tags: string): number
  deleteSavedModel(session: number): void
  /** @param inputs, outputs names, separated by commas, each with `:` and the number of the node's output */
  runSavedModel(
    session: number,
    tensors: readonly number[],
    inputs: string,
    outputs: string
  ): readonly { readonly id: number }[]
  getNumOfTensors(): number
}

const methods = [
  'isUsingGpuDevice',
  'createTensor',
  'deleteTensor',
  'tensorDataSync',
  'loadSavedModel',
  'deleteSavedModel',
  'runSavedModel',
  'getNumOfTensors'
] as const
const constants = ['TF_FLOAT', 'TF_INT32', 'TF_UINT8'] as const

export function isBinding(value: unknown): value is Binding {
  if (typeof value !== 'object' || value === null) return false
  const of = (name: string): string => typeof Reflect.get(value, name)
  return (
    methods.every((name) => of(name) === 'function') &&
    constants.every((name) => of(name) === 'number') &&
    of('TF_Version') === 'string'
  )
}
