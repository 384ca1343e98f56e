import { formatCount } from '../../../../core/format/format-number'
import { volume } from '../../../../core/layers/shape'
import { hints, invalidCheckpoint, refused, shown } from '../../../checkpoint/invalid-checkpoint'
import { type TensorProto, TensorProto_DataLocation, TensorProto_DataType } from '../file/onnx_pb'
import { constantOf, type OnnxConstant } from './onnx-constant'
import { bfloat16, float16 } from './half-floats'

/** How one type of number lies in a file. */
interface NumberType {
  readonly bytes: number
  readonly read: (view: DataView, at: number) => number
  /** Where it stands unless it is raw. */
  readonly listed: (tensor: TensorProto) => ArrayLike<number | bigint>
  /** What a listed number stands for. */
  readonly decode?: (value: number) => number
}

const types: ReadonlyMap<number, NumberType> = new Map<number, NumberType>([
  [
    TensorProto_DataType.FLOAT,
    { bytes: 4, read: (view, at) => view.getFloat32(at, true), listed: ({ floatData }) => floatData }
  ],
  [
    TensorProto_DataType.DOUBLE,
    { bytes: 8, read: (view, at) => view.getFloat64(at, true), listed: ({ doubleData }) => doubleData }
  ],
  [
    TensorProto_DataType.FLOAT16,
    {
      bytes: 2,
      read: (view, at) => float16(view.getUint16(at, true)),
      listed: ({ int32Data }) => int32Data,
      decode: float16
    }
  ],
  [
    TensorProto_DataType.BFLOAT16,
    {
      bytes: 2,
      read: (view, at) => bfloat16(view.getUint16(at, true)),
      listed: ({ int32Data }) => int32Data,
      decode: bfloat16
    }
  ],
  [
    TensorProto_DataType.INT64,
    {
      bytes: 8,
      read: (view, at) => Number(view.getBigInt64(at, true)),
      listed: ({ int64Data }) => int64Data
    }
  ],
  [
    TensorProto_DataType.INT32,
    { bytes: 4, read: (view, at) => view.getInt32(at, true), listed: ({ int32Data }) => int32Data }
  ],
  [
    TensorProto_DataType.BOOL,
    { bytes: 1, read: (view, at) => view.getUint8(at), listed: ({ int32Data }) => int32Data }
  ]
])

const wholeTypes: ReadonlySet<number> = new Set([TensorProto_DataType.INT64, TensorProto_DataType.INT32])

/** Whether a type counts, so that its numbers say sizes or places. */
export function isWholeType(type: number): boolean {
  return wholeTypes.has(type)
}

const mostAxes = 8

/**
 * The numbers of a tensor, whose count is checked at once; they are read once they are needed.
 * @param file the file's name, for messages
 * @throws LabError 'checkpoint-invalid'
 */
export function readTensor(tensor: TensorProto, file: string): OnnxConstant {
  const name = tensor.name === '' ? 'a constant' : shown(tensor.name)
  const what = `The numbers ${name} in ${file}`
  if (tensor.dataLocation === TensorProto_DataLocation.EXTERNAL || tensor.externalData.length > 0) {
    throw refused(what, 'are in another file')
  }
  const type = types.get(tensor.dataType)
  if (type === undefined || tensor.segment !== undefined) {
    const called = TensorProto_DataType[tensor.dataType] ?? String(tensor.dataType)
    throw refused(what, `have a type that Tenfold does not read (${called.toLowerCase()})`)
  }
  const shape = tensor.dims.map(Number)
  if (shape.length > mostAxes || shape.some((axis) => !(axis >= 0 && axis <= 2 ** 31))) {
    throw refused(what, `have a shape that is none: [${shape.slice(0, mostAxes).join(', ')}]`)
  }
  const raw = tensor.rawData
  const listed = type.listed(tensor)
  const count = raw.length > 0 ? raw.length / type.bytes : listed.length
  if (count !== volume(shape)) {
    throw invalidCheckpoint(
      `${what} should be ${formatCount(volume(shape))} by their shape, but there are ${formatCount(count)}.`,
      hints.damaged
    )
  }
  const { decode = (value: number) => value } = type
  return constantOf(name, shape, () =>
    raw.length > 0
      ? rawNumbers(raw, type, count)
      : Float64Array.from({ length: count }, (_, i) => decode(Number(listed[i])))
  )
}

function rawNumbers(raw: Uint8Array, { bytes, read }: NumberType, count: number): Float64Array {
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength)
  const values = new Float64Array(count)
  for (let i = 0; i < count; i++) values[i] = read(view, i * bytes)
  return values
}
