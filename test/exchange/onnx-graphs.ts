import { create, type Message, type MessageInitShape, toBinary } from '@bufbuild/protobuf'
import {
  AttributeProto_AttributeType,
  type AttributeProtoSchema,
  type GraphProtoSchema,
  ModelProtoSchema,
  type NodeProtoSchema,
  TensorProto_DataType,
  type TensorProtoSchema
} from '../../src/lab/exchange/onnx/file/onnx_pb'
import { onnxValue } from '../../src/lab/exchange/onnx/onnx-value'

/** A message as it is written down, not as it was read. */
type Plain<T> = Exclude<T, Message>
type Attribute = Plain<MessageInitShape<typeof AttributeProtoSchema>>
type Graph = Plain<MessageInitShape<typeof GraphProtoSchema>>
export type Node = Plain<MessageInitShape<typeof NodeProtoSchema>>
export type Tensor = Plain<MessageInitShape<typeof TensorProtoSchema>>
type Model = Plain<MessageInitShape<typeof ModelProtoSchema>>

/** An operator of one output. */
export function node(
  opType: string,
  input: string[],
  output: string,
  attributes: Readonly<Record<string, number | number[] | string>> = {}
): Node {
  return {
    opType,
    input,
    output: [output],
    attribute: Object.entries(attributes).map(([name, value]): Attribute => {
      if (typeof value === 'string') {
        return { name, type: AttributeProto_AttributeType.STRING, s: new TextEncoder().encode(value) }
      }
      if (typeof value !== 'number') {
        return { name, type: AttributeProto_AttributeType.INTS, ints: value.map(BigInt) }
      }
      return Number.isInteger(value)
        ? { name, type: AttributeProto_AttributeType.INT, i: BigInt(value) }
        : { name, type: AttributeProto_AttributeType.FLOAT, f: value }
    })
  }
}

export function floats(name: string, dims: readonly number[], values?: readonly number[]): Tensor {
  const count = dims.reduce((product, n) => product * n, 1)
  return {
    name,
    dims: dims.map(BigInt),
    dataType: TensorProto_DataType.FLOAT,
    floatData:
      values === undefined ? Array.from({ length: count }, (_, i) => ((i * 7) % 11) / 11 - 0.4) : [...values]
  }
}

export function wholes(name: string, values: readonly number[]): Tensor {
  return {
    name,
    dims: [BigInt(values.length)],
    dataType: TensorProto_DataType.INT64,
    int64Data: values.map(BigInt)
  }
}

/** A network from `image`: f32[N, 3, 4, 4], to `scores`: f32[N, 2], as a file. */
export function onnxFile(graph: Graph, rest: Model = {}): Uint8Array {
  const model = create(ModelProtoSchema, {
    irVersion: 8n,
    opsetImport: [{ domain: '', version: 17n }],
    ...rest,
    graph: {
      name: 'network',
      input: [onnxValue('image', 'float32', ['N', 3, 4, 4])],
      output: [onnxValue('scores', 'float32', ['N', 2])],
      ...graph
    }
  })
  return toBinary(ModelProtoSchema, model)
}
