import { spareTensors, type TensorHead } from './match-tensors'

interface Row {
  readonly parameter: { readonly name: string; readonly shape: readonly number[] }
  /** Its place in the file; undefined where nothing fits. */
  readonly tensor: number | undefined
}

/**
 * Whether weights are a network's but for its last layer, which gives other scores: then how many classes each has.
 * @param rows of all parameters, in PyTorch's layout: the first axis of the last layer's counts the classes
 */
export function otherClasses(
  rows: readonly Row[],
  tensors: readonly TensorHead[]
): { readonly file: number; readonly network: number } | undefined {
  const last = layerOf(rows.at(-1)?.parameter.name ?? '')
  const open = rows.filter(({ tensor }) => tensor === undefined).map(({ parameter }) => parameter)
  const spare = spareTensors(rows, tensors)
  const [parameter] = open
  const [tensor] = spare
  const [network, file] = [parameter?.shape[0], tensor?.shape[0]]
  if (network === undefined || file === undefined || network === file || spare.length !== open.length)
    return undefined
  const differ = open.every(({ name, shape }) => layerOf(name) === last && shape[0] === network)
  const fit = open.every(({ shape }) =>
    spare.some((one) => one.shape[0] === file && one.shape.slice(1).join() === shape.slice(1).join())
  )
  return differ && fit ? { file, network } : undefined
}

const layerOf = (name: string): string => name.slice(0, name.lastIndexOf('.'))
