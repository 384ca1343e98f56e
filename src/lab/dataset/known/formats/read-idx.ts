import { required } from '../../../../core/base/required'
import { badFile } from './bad-file'
import type { ByteReader } from './byte-reader'

export interface IdxHeader {
  /** One for each axis, the images or labels first. */
  readonly shape: readonly number[]
  readonly headerBytes: number
}

/**
 * Reads the header of an IDX file of bytes, as MNIST's are, and leaves the reader at the first of them.
 * @param axes 3 for images, 1 for labels
 * @throws LabError 'data-corrupt'
 */
export async function readIdxHeader(reader: ByteReader, axes: 1 | 3, name: string): Promise<IdxHeader> {
  const magic = await reader.read(4)
  const expected = 0x0800 + axes
  const found = magic.readUInt32BE(0)
  if (found !== expected) {
    const what = axes === 3 ? 'images' : 'labels'
    throw badFile(
      name,
      `is not an IDX file of ${what}: it begins with ${hex(found)} instead of ${hex(expected)}`
    )
  }
  const lengths = await reader.read(4 * axes)
  const shape = Array.from({ length: axes }, (_, axis) => lengths.readUInt32BE(4 * axis))
  if (required(shape[0], 'a first axis') === 0) throw badFile(name, 'is empty')
  return { shape, headerBytes: 4 + 4 * axes }
}

function hex(value: number): string {
  return `0x${value.toString(16).padStart(8, '0')}`
}
