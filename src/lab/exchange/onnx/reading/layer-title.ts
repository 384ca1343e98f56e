import type { NodeProto } from '../file/onnx_pb'

/**
 * What a layer of a file is called: by its weights (`layer1.0.conv1.weight`), or by its operator: `relu1` and
 * `silu1/Sigmoid` in Tenfold’s files, `/relu1/Relu` in PyTorch’s, `sequential/re_lu/Relu` in TensorFlow’s.
 * @param weight name of its weights, where it has any
 * @returns undefined where only its type is known
 */
export function layerTitle({ name, opType }: NodeProto, weight: string | undefined): string | undefined {
  const parts = name.split('/').filter((part) => part !== '')
  const [only] = parts
  // An operator with a plain name of its own was named by somebody, unlike Conv_12 and node_Conv_57.
  if (parts.length === 1 && only !== undefined && !only.startsWith('node_') && !isType(only, opType))
    return only
  const byWeight = /^([\w.]+)\.(?:weight|kernel)$/.exec(weight ?? '')?.[1]
  if (byWeight !== undefined) return byWeight
  if (name.startsWith('/')) return parts.length > 1 ? parts.at(-2) : undefined
  return parts.length > 2 ? parts[1] : parts.length === 2 ? only : undefined
}

function isType(name: string, opType: string): boolean {
  return name.replace(/_*\d+$/, '') === opType
}
