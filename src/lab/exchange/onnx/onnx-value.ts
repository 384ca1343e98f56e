import type { MessageInitShape } from '@bufbuild/protobuf'
import { TensorProto_DataType, type ValueInfoProtoSchema } from './file/onnx_pb'

/** The axis of the images, whose length is left open. */
export const batchAxis = 'N'

export const onnxTypes = {
  uint8: TensorProto_DataType.UINT8,
  int64: TensorProto_DataType.INT64,
  float32: TensorProto_DataType.FLOAT
} as const

/** What goes into a graph or comes out of it. */
export function onnxValue(
  name: string,
  type: keyof typeof onnxTypes,
  shape: readonly (string | number)[]
): MessageInitShape<typeof ValueInfoProtoSchema> {
  const dim = shape.map(
    (axis): { value: { case: 'dimParam'; value: string } | { case: 'dimValue'; value: bigint } } => ({
      value:
        typeof axis === 'string'
          ? { case: 'dimParam', value: axis }
          : { case: 'dimValue', value: BigInt(axis) }
    })
  )
  return {
    name,
    type: { value: { case: 'tensorType', value: { elemType: onnxTypes[type], shape: { dim } } } }
  }
}
