import { onnxInt, onnxInts, onnxNode, type OnnxConstant, type OnnxNode } from '../../../core/layers/onnx-node'
import type { ModelSpec } from '../../../core/model/model-spec'
import { pixelTransforms } from '../../../core/model/pixel-range'
import { onnxTypes } from './onnx-value'

/**
 * What becomes of an image before the first layer.
 * @param image name of u8[N, height, width, channels]
 * @returns the operators, and the name of f32[N, channels, height, width] in the network's range of pixels
 */
export function preprocessingNodes(
  model: ModelSpec,
  image: string
): { readonly nodes: readonly OnnxNode[]; readonly output: string } {
  const transforms = pixelTransforms(model)
  const perChannel = (part: 'scale' | 'offset'): OnnxConstant => ({
    name: `${image}.${part}`,
    type: 'float32',
    shape: [1, transforms.length, 1, 1],
    values: transforms.map((transform) => transform[part])
  })
  const numbers = `${image}.float32`
  const planes = `${image}.planes`
  const scaled = `${image}.scaled`
  const output = `${image}.pixels`
  const nodes = [
    onnxNode('Cast', [image], numbers, { to: onnxInt(onnxTypes.float32) }),
    onnxNode('Transpose', [numbers], planes, { perm: onnxInts([0, 3, 1, 2]) }),
    onnxNode('Mul', [planes, perChannel('scale')], scaled),
    onnxNode('Add', [scaled, perChannel('offset')], output)
  ]
  return { nodes, output }
}
