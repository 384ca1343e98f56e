import { bytes, float32, type Message, packed, varintField } from './protobuf'

/** TensorFlow's numbers for types of values: tensorflow/core/framework/types.proto. */
export const dataType = { float32: 1, int32: 3, uint8: 4, bool: 10, resource: 20, uint32: 22 } as const
export type DataType = keyof typeof dataType

/** One size for each dimension; 'any' leaves even their number open. */
export type TensorShape = readonly number[] | 'any'

/** Values of nodes' attributes: tensorflow/core/framework/attr_value.proto. */
export const attribute = {
  type: (type: DataType): Message => [varintField(6, dataType[type])],
  int: (value: number): Message => [varintField(3, value)],
  bool: (value: boolean): Message => [varintField(5, value ? 1 : 0)],
  float: (value: number): Message => [float32(4, value)],
  text: (value: string): Message => [bytes(2, value)],
  ints: (values: readonly number[]): Message => [bytes(1, [packed(3, values)])],
  shape: (shape: TensorShape): Message => [bytes(7, shapeMessage(shape))],
  floats: (shape: readonly number[], values: Float32Array): Message => tensor('float32', shape, values),
  integers: (shape: readonly number[], values: Int32Array): Message => tensor('int32', shape, values),
  unsigned: (values: Uint32Array): Message => tensor('uint32', [], values)
}

function tensor(
  type: DataType,
  shape: readonly number[],
  values: Float32Array | Int32Array | Uint32Array
): Message {
  const content = new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
  return [bytes(8, [varintField(1, dataType[type]), bytes(2, shapeMessage(shape)), bytes(4, content)])]
}

function shapeMessage(shape: TensorShape): Message {
  return shape === 'any' ? [varintField(3, 1)] : shape.map((size) => bytes(2, [varintField(1, size)]))
}
