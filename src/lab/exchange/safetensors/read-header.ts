import { z } from '../../../core/base/schema'
import { volume } from '../../../core/layers/shape'
import { parseBoundedJson } from '../../checkpoint/bounded-json'
import { hints, invalidCheckpoint, parsePart, shown } from '../../checkpoint/invalid-checkpoint'
import { bytesOfType, type TensorType } from '../tensors/tensor-type'

/** A tensor as the header lists it; where its bytes are has been compared with its shape, and not with the file. */
interface HeaderEntry {
  readonly name: string
  readonly type: TensorType
  readonly shape: readonly number[]
  /** Of the bytes behind the header. */
  readonly from: number
  readonly to: number
}

const types: Readonly<Record<string, TensorType>> = {
  F32: 'float32',
  F64: 'float64',
  F16: 'float16',
  BF16: 'bfloat16',
  I64: 'int64',
  I32: 'int32',
  I16: 'int16',
  I8: 'int8',
  U8: 'uint8',
  BOOL: 'bool'
}
const metadataKey = '__metadata__'
const mostAxes = 16
const whole = z.int().min(0)
const tensorInfo = z.strictObject({
  dtype: z.string(),
  shape: z.array(whole).max(mostAxes),
  data_offsets: z.tuple([whole, whole])
})
const metadataSchema = z.record(z.string(), z.string())

/**
 * Reads the header of a safetensors file.
 * @returns its tensors in the order of their bytes
 * @throws LabError 'checkpoint-invalid'
 */
export function readHeader(
  json: Uint8Array,
  file: string
): { readonly entries: readonly HeaderEntry[]; readonly metadata: ReadonlyMap<string, string> } {
  const what = `The header of ${shown(file)}`
  const parsed = parseBoundedJson(json, what)
  if (countKeys(parsed) !== countColons(json)) {
    throw invalidCheckpoint(`${what} lists a name twice.`, hints.damaged)
  }
  const header = parsePart(z.record(z.string(), z.unknown()), parsed, what)
  const { [metadataKey]: notes = {}, ...tensors } = header
  const metadata = parsePart(metadataSchema, notes, `What ${shown(file)} says of itself`)
  const entries = Object.entries(tensors).map(([name, info]) => entryOf(name, info, file))
  entries.sort((a, b) => a.from - b.from || a.to - b.to)
  return { entries, metadata: new Map(Object.entries(metadata)) }
}

function entryOf(name: string, info: unknown, file: string): HeaderEntry {
  const what = `${shown(name)} in ${shown(file)}`
  const { dtype, shape, data_offsets: offsets } = parsePart(tensorInfo, info, what)
  const [from, to] = offsets
  const type = Object.hasOwn(types, dtype) ? types[dtype] : undefined
  if (type === undefined) {
    throw invalidCheckpoint(
      `${what} holds numbers of the type ${shown(dtype)}, which Tenfold does not read.`,
      'Save the network as float32: {name: tensor.float() for name, tensor in net.state_dict().items()}.'
    )
  }
  const bytes = volume(shape) * bytesOfType(type)
  if (to - from !== bytes) {
    throw invalidCheckpoint(
      `${what} has ${to - from} bytes, but its shape [${shape.join(', ')}] needs ${bytes}.`,
      hints.damaged
    )
  }
  return { name, type, shape, from, to }
}

/** Of all objects in a value: JSON's parser keeps one of several keys of the same name. */
function countKeys(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  const own = Array.isArray(value) ? 0 : Object.keys(value).length
  return Object.values(value).reduce((sum: number, entry) => sum + countKeys(entry), own)
}

/** Outside strings: one for each key. */
function countColons(json: Uint8Array): number {
  let colons = 0
  let inString = false
  for (let i = 0; i < json.length; i++) {
    const byte = json[i]
    if (byte === 0x22) inString = !inString
    else if (byte === 0x5c) i += 1
    else if (byte === 0x3a && !inString) colons += 1
  }
  return colons
}
