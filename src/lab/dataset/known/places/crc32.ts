import { required } from '../../../../core/base/required'

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte
  for (let bit = 0; bit < 8; bit++) value = (value & 1) === 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1
  return value
})

/** zip's checksum, piece by piece. Node has its own from version 20.15 on. @param before 0 for the first piece */
export function crc32(bytes: Uint8Array, before: number): number {
  let value = ~before
  for (let i = 0; i < bytes.length; i++) {
    value =
      (value >>> 8) ^ required(table[(value ^ required(bytes[i], 'a byte')) & 0xff], 'an entry for each byte')
  }
  return ~value >>> 0
}
