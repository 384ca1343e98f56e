import type { MessageInitShape } from '@bufbuild/protobuf'
import type { OnnxAttribute, OnnxConstant, OnnxNode } from '../../../core/layers/onnx-node'
import {
  AttributeProto_AttributeType,
  type AttributeProtoSchema,
  type NodeProtoSchema,
  type TensorProtoSchema
} from './file/onnx_pb'
import { onnxTypes } from './onnx-value'

type Attribute = MessageInitShape<typeof AttributeProtoSchema>
type Node = MessageInitShape<typeof NodeProtoSchema>
type Tensor = MessageInitShape<typeof TensorProtoSchema>

/** Puts together the operators and numbers of a graph. */
export class OnnxWriter {
  readonly #node: Node[] = []
  readonly #initializer: Tensor[] = []
  readonly #names = new Set<string>()

  content(): { readonly node: Node[]; readonly initializer: Tensor[] } {
    return { node: this.#node, initializer: this.#initializer }
  }

  /** @param bytes its values, little-endian */
  addTensor(name: string, type: keyof typeof onnxTypes, shape: readonly number[], bytes: Uint8Array): void {
    this.#initializer.push({ name, dataType: onnxTypes[type], dims: shape.map(BigInt), rawData: bytes })
  }

  /**
   * @param layer that it belongs to
   * @param shared whether others belong to it too; then its name says which it is: `silu1/Sigmoid`
   */
  add(layer: string, { op, inputs, output, attributes }: OnnxNode, shared = true): void {
    this.#node.push({
      name: this.#newName(shared ? `${layer}/${op}` : layer),
      opType: op,
      input: inputs.map((input) => (typeof input === 'string' ? input : this.#addConstant(input))),
      output: [output],
      attribute: Object.entries(attributes).map(([name, value]) => attributeOf(name, value))
    })
  }

  #addConstant({ name, type, shape, values }: OnnxConstant): string {
    const bytes = new Uint8Array(values.length * (type === 'int64' ? 8 : 4))
    const view = new DataView(bytes.buffer)
    values.forEach((value, i) => {
      if (type === 'int64') view.setBigInt64(8 * i, BigInt(value), true)
      else view.setFloat32(4 * i, value, true)
    })
    this.addTensor(name, type, shape, bytes)
    return name
  }

  #newName(wanted: string): string {
    let name = wanted
    for (let n = 1; this.#names.has(name); n++) name = `${wanted}_${n}`
    this.#names.add(name)
    return name
  }
}

function attributeOf(name: string, attribute: OnnxAttribute): Attribute {
  switch (attribute.type) {
    case 'int':
      return { name, type: AttributeProto_AttributeType.INT, i: BigInt(attribute.value) }
    case 'ints':
      return { name, type: AttributeProto_AttributeType.INTS, ints: attribute.value.map(BigInt) }
    case 'float':
      return { name, type: AttributeProto_AttributeType.FLOAT, f: attribute.value }
  }
}
