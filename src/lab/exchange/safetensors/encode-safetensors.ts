import type { PythonDict } from '../torch/python-value'

const types = { float32: 'F32', int64: 'I64' } as const
/** Data begins at a multiple of it. */
const alignment = 8

/**
 * A state dict as a safetensors file: the length of a JSON header, the header, and all values one after the other,
 * little-endian. Format as in https://github.com/huggingface/safetensors.
 * @param metadata what the header says besides the tensors
 * @throws TypeError for an entry that is no tensor
 */
export function encodeSafetensors(
  { entries }: PythonDict,
  metadata: Readonly<Record<string, string>>
): Uint8Array {
  const header: Record<string, unknown> = { __metadata__: metadata }
  const data: Uint8Array[] = []
  let at = 0
  for (const [name, tensor] of entries) {
    if (tensor === null || typeof tensor !== 'object' || tensor.kind !== 'tensor')
      throw new TypeError(`${name} is no tensor`)
    const bytes = tensor.bytes
    header[name] = { dtype: types[tensor.type], shape: tensor.shape, data_offsets: [at, at + bytes.length] }
    data.push(bytes)
    at += bytes.length
  }
  const text = Buffer.from(JSON.stringify(header))
  // Spaces behind the header are part of it.
  const padded = Buffer.alloc(Math.ceil(text.length / alignment) * alignment, ' ')
  text.copy(padded)
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(padded.length))
  return Buffer.concat([length, padded, ...data])
}
