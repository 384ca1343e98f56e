import { maxCheckpointBytes } from '../../../core/checkpoint/checkpoint-files'
import { formatCount } from '../../../core/format/format-number'
import { hints, invalidCheckpoint, shown } from '../../checkpoint/invalid-checkpoint'
import type { NamedTensors } from '../tensors/named-tensor'
import { readValues } from '../tensors/read-values'
import { ValueBudget } from '../tensors/value-budget'
import { readHeader } from './read-header'

/** What a safetensors file holds. */
export interface SafetensorsContent {
  /** In the order of their bytes. */
  readonly tensors: NamedTensors
  /** What its writer says besides: `format`: `pt`. */
  readonly metadata: ReadonlyMap<string, string>
}

const lengthBytes = 8
/** The reference takes 100 MB. */
const mostHeaderBytes = 16_000_000

/**
 * Reads a safetensors file. Format as in https://github.com/huggingface/safetensors: the length of a JSON header, the header,
 * and the values of all tensors, without gaps.
 * @param file its name, for errors
 * @throws LabError 'checkpoint-invalid'
 */
export function decodeSafetensors(bytes: Uint8Array, file: string): SafetensorsContent {
  const header = headerOf(bytes, file)
  const { entries, metadata } = readHeader(header, file)
  const data = bytes.subarray(lengthBytes + header.length)
  let end = 0
  for (const { name, from, to } of entries) {
    if (from !== end) {
      const what = from < end ? 'lies over the one before it' : 'does not follow the one before it'
      throw invalidCheckpoint(`${shown(name)} in ${shown(file)} ${what}.`, hints.damaged)
    }
    end = to
  }
  if (end !== data.length) {
    throw invalidCheckpoint(
      `${shown(file)} has ${formatCount(data.length)} bytes of values, where its header lists ${formatCount(end)}.`,
      end > data.length
        ? 'The download or copy was probably interrupted. Copy it again, or use another checkpoint.'
        : hints.damaged
    )
  }
  const budget = new ValueBudget(file)
  const tensors = entries.map(({ name, type, shape, from, to }) => {
    const place = { bytes: data.subarray(from, to), type, littleEndian: true, shape, offset: 0 }
    const what = `The values of ${shown(name)} in ${shown(file)}`
    return { name, shape, ...readValues({ ...place, strides: rowByRow(shape) }, budget, what) }
  })
  return { tensors, metadata }
}

function headerOf(bytes: Uint8Array, file: string): Uint8Array {
  if (bytes.length > maxCheckpointBytes) {
    throw invalidCheckpoint(
      `${shown(file)} has ${formatCount(bytes.length)} bytes; at most ${formatCount(maxCheckpointBytes)} are allowed.`,
      'Checkpoints of networks that Tenfold can train are smaller. Choose another file.'
    )
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const length = bytes.length < lengthBytes ? 0 : Number(view.getBigUint64(0, true))
  if (length === 0 || bytes[lengthBytes] !== 0x7b) {
    throw invalidCheckpoint(
      `${shown(file)} is not a safetensors file.`,
      'Choose a file that save_file of safetensors wrote.'
    )
  }
  if (length > mostHeaderBytes) {
    throw invalidCheckpoint(
      `${shown(file)} has a header of ${formatCount(length)} bytes; at most ${formatCount(mostHeaderBytes)} are allowed.`,
      hints.damaged
    )
  }
  if (length > bytes.length - lengthBytes) {
    throw invalidCheckpoint(
      `${shown(file)} ends in the middle: the rest was cut off.`,
      'The download or copy was probably interrupted. Copy it again, or use another checkpoint.'
    )
  }
  return bytes.subarray(lengthBytes, lengthBytes + length)
}

function rowByRow(shape: readonly number[]): readonly number[] {
  let stride = 1
  return [...shape]
    .reverse()
    .map((length) => {
      const own = stride
      stride *= length
      return own
    })
    .reverse()
}
