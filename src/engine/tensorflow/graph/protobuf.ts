/**
 * Protocol Buffers' wire format, as much of it as a graph needs: fields of whole numbers, float32 and bytes.
 * https://protobuf.dev/programming-guides/encoding
 */
export type Message = readonly Uint8Array[]

const text = new TextEncoder()

/** A whole number of up to 53 bits; wire type 0. */
export function varintField(field: number, value: number): Uint8Array {
  return joined([varint(field * 8), varint(value)])
}

/** Wire type 5. */
export function float32(field: number, value: number): Uint8Array {
  return joined([varint(field * 8 + 5), new Uint8Array(Float32Array.of(value).buffer)])
}

/** Bytes, text in UTF-8, or a message within the message; wire type 2. */
export function bytes(field: number, content: Uint8Array | string | Message): Uint8Array {
  const value =
    typeof content === 'string' ? text.encode(content) : 'buffer' in content ? content : joined(content)
  return joined([varint(field * 8 + 2), varint(value.length), value])
}

/** Whole numbers one after the other under one field, as proto3 packs them. */
export function packed(field: number, values: readonly number[]): Uint8Array {
  return bytes(field, values.map(varint))
}

export function joined(parts: Message): Uint8Array {
  const result = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    result.set(part, at)
    at += part.length
  }
  return result
}

/** Seven bits a byte, the lowest first; a negative number as the 64 bits of its two's complement. */
function varint(value: number): Uint8Array {
  const result: number[] = []
  let rest = BigInt.asUintN(64, BigInt(value))
  for (; rest > 127n; rest >>= 7n) result.push(Number(rest & 127n) + 128)
  result.push(Number(rest))
  return Uint8Array.from(result)
}
