import { once } from 'node:events'
import type { Readable } from 'node:stream'

/** The next bytes of a stream. The other side writes no more than these until they are answered. */
export async function readInput(stream: Readable, length: number): Promise<Uint8Array<ArrayBuffer>> {
  const room = new Uint8Array(length)
  for (let at = 0; at < length;) {
    const piece: unknown = stream.read()
    if (piece instanceof Uint8Array) {
      room.set(piece, at)
      at += piece.length
    } else {
      await once(stream, 'readable')
    }
  }
  return room
}
