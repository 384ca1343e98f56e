import { create } from '@bufbuild/protobuf'
import { AttributeProto_AttributeType, type NodeProto, NodeProtoSchema } from '../file/onnx_pb'
import { ActivationFormulas } from './activation-formulas'
import type { LiveNodes } from './live-nodes'

/**
 * Puts the operators Swish and Gelu in the place of what programs write out for programs that do not have them yet:
 * x * Sigmoid(x), 0.5 x (1 + Erf(x / sqrt(2))), and its form with Tanh. What nothing needs any more stays.
 * @param numberOf the only number of a constant, by its name
 */
export function fuseActivations(
  live: LiveNodes,
  numberOf: (name: string) => number | undefined
): readonly NodeProto[] {
  const formulas = new ActivationFormulas(live, numberOf)
  return live.nodes.map((node) => {
    if (node.opType !== 'Mul') return node
    const product = formulas.product(node)
    const silu = formulas.silu(product)
    if (silu !== undefined) return fused(node, 'Swish', silu, undefined)
    const gelu = formulas.gelu(product)
    if (gelu !== undefined) return fused(node, 'Gelu', gelu, 'none')
    const tanh = formulas.geluTanh(product)
    return tanh === undefined ? node : fused(node, 'Gelu', tanh, 'tanh')
  })
}

function fused(
  { name, output }: NodeProto,
  opType: string,
  x: string,
  approximate: string | undefined
): NodeProto {
  const attribute =
    approximate === undefined
      ? []
      : [
          {
            name: 'approximate',
            type: AttributeProto_AttributeType.STRING,
            s: new TextEncoder().encode(approximate)
          }
        ]
  // `silu1/Mul` and `/silu1/Mul` are called as the layer.
  return create(NodeProtoSchema, {
    name: name.replace(/(\/?)Mul(_\d+)?$/, `$1${opType}`),
    opType,
    input: [x],
    output,
    attribute
  })
}
