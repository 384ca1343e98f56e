/** Of each byte, u32[256], low byte first. */
const table = new DataView(new ArrayBuffer(4 * 256))
for (let byte = 0; byte < 256; byte++) {
  let value = byte
  for (let bit = 0; bit < 8; bit++) value = (value & 1) === 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1
  table.setUint32(4 * byte, value, true)
}

/** zip's checksum, piece by piece. Node has its own from version 20.15 on. @param before 0 for the first piece */
export function crc32(bytes: Uint8Array, before: number): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  let value = ~before
  for (let i = 0; i < bytes.length; i++) {
    value = (value >>> 8) ^ table.getUint32(4 * ((value ^ view.getUint8(i)) & 0xff), true)
  }
  return ~value >>> 0
}
