import type { Readable } from 'node:stream'

/** Bytes that wait to be read before the other side has to. */
const mostWaiting = 1 << 18

/**
 * The pieces of a stream from the moment at which it is made, for reading them later. When the stream breaks, what had
 * come until then is read first: Node's own iteration drops it, and a download that goes on where it was cut would
 * begin earlier, or never get on.
 */
export class ReceivedPieces {
  readonly #stream: Readable
  readonly #pieces: Uint8Array[] = []
  #waiting = 0
  #end: { readonly error?: Error } | undefined
  #wake: () => void = () => undefined

  constructor(stream: Readable) {
    this.#stream = stream
    stream.on('data', (piece: unknown) => {
      if (!(piece instanceof Uint8Array)) return
      this.#pieces.push(piece)
      this.#waiting += piece.length
      if (this.#waiting > mostWaiting) stream.pause()
      this.#wake()
    })
    const end = (error?: Error): void => {
      this.#end ??= error === undefined ? {} : { error }
      this.#wake()
    }
    stream.once('error', end)
    stream.once('close', () => end())
    stream.once('end', () => end())
  }

  /** In the order in which they came. @throws the stream's error, behind them */
  async *read(): AsyncGenerator<Uint8Array, void> {
    for (;;) {
      const piece = this.#pieces.shift()
      if (piece !== undefined) {
        this.#waiting -= piece.length
        if (this.#waiting <= mostWaiting) this.#stream.resume()
        yield piece
      } else if (this.#end !== undefined) {
        if (this.#end.error !== undefined) throw this.#end.error
        return
      } else {
        await new Promise<void>((resolve) => (this.#wake = resolve))
      }
    }
  }
}
