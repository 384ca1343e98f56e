/** What is in memory already, as a stream: each piece is asked for when the one before has been used. */
export async function* inPieces(pieces: Iterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  for (const piece of pieces) yield await Promise.resolve(piece)
}
