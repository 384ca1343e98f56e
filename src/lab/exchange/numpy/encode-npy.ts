const magic = [0x93, ...new TextEncoder().encode('NUMPY'), 1, 0]
/** What stands in front of the values fills a multiple of it. */
const alignment = 64
const lengthBytes = 2

/**
 * Whole numbers as the file that `numpy.save` writes of an int32 array, version 1.0 of the format: a header, which is a
 * Python dictionary as text, and the values, low byte first. `numpy.load` reads it with `allow_pickle=False`.
 */
export function encodeNpy(values: Uint32Array): Uint8Array {
  const head = `{'descr': '<i4', 'fortran_order': False, 'shape': (${values.length},), }`
  const bare = magic.length + lengthBytes + head.length + 1
  const text = `${head}${' '.repeat((alignment - (bare % alignment)) % alignment)}\n`
  const start = magic.length + lengthBytes + text.length
  const bytes = new Uint8Array(start + 4 * values.length)
  const view = new DataView(bytes.buffer)
  bytes.set(magic)
  view.setUint16(magic.length, text.length, true)
  bytes.set(new TextEncoder().encode(text), magic.length + lengthBytes)
  values.forEach((value, i) => {
    view.setInt32(start + 4 * i, value, true)
  })
  return bytes
}
