export interface ByteRange {
  readonly start: number
  readonly bytes: number
}

/** A part of a stream; what comes before it is read and thrown away. */
export async function* partOf(
  content: AsyncIterable<Uint8Array>,
  { start, bytes }: ByteRange
): AsyncGenerator<Uint8Array, void> {
  const end = start + bytes
  let at = 0
  if (bytes === 0) return
  for await (const piece of content) {
    const wanted = piece.subarray(Math.max(0, start - at), Math.max(0, end - at))
    if (wanted.length > 0) yield wanted
    at += piece.length
    if (at >= end) return
  }
}
