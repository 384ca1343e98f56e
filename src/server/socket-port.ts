import type { WebSocket } from 'ws'
import type { Port } from '../lab/contract/port'
import { clientText } from './client-text'

/** Bytes that may wait for a client before it counts as congested: it is told less, and nothing more is read from it. */
const congestedBytes = 1_000_000
/** Bytes that may wait behind the message on its way before the connection is given up. */
const mostWaitingBytes = 64_000_000
/** Bytes sent at once, so that it shows whether the client still reads. */
const pieceBytes = 262_144

/**
 * A WebSocket as a port. What waits for a client that does not read is bounded; a client that shows no sign of life is
 * given up; what is not JSON text ends the connection. The page opens a new one and asks for everything again.
 */
export class SocketPort implements Port {
  readonly #socket: WebSocket
  readonly #queue: Buffer[] = []
  #queuedBytes = 0
  #sendingBytes = 0
  #lastSign = performance.now()

  constructor(socket: WebSocket) {
    this.#socket = socket
    const alive = (): void => this.#showLife()
    socket.on('pong', alive)
    socket.on('message', alive)
  }

  get congested(): boolean {
    return this.#queuedBytes + this.#sendingBytes > congestedBytes
  }

  send(message: unknown): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return
    if (this.#queuedBytes > mostWaitingBytes) {
      this.#socket.terminate()
      return
    }
    const bytes = Buffer.from(clientText(message))
    this.#queue.push(bytes)
    this.#queuedBytes += bytes.length
    if (this.#sendingBytes === 0) void this.#sendQueue()
    if (this.congested) this.#socket.pause()
  }

  onMessage(listener: (message: unknown) => void): void {
    this.#socket.on('message', (data, isBinary) => {
      const message = !isBinary && Buffer.isBuffer(data) ? parseJson(data.toString()) : undefined
      if (message === undefined) this.#socket.close(1003, 'JSON text only')
      else listener(message)
    })
  }

  onClose(listener: () => void): void {
    this.#socket.on('close', listener)
  }

  /** Gives the client up where it has neither said nor read anything for that long, in milliseconds. */
  checkLife(patienceMs: number): void {
    if (performance.now() - this.#lastSign > patienceMs) this.#socket.terminate()
    else this.#socket.ping()
  }

  #showLife(): void {
    this.#lastSign = performance.now()
  }

  async #sendQueue(): Promise<void> {
    for (let message = this.#queue.shift(); message !== undefined; message = this.#queue.shift()) {
      this.#queuedBytes -= message.length
      this.#sendingBytes = message.length
      for (let from = 0; from < message.length; from += pieceBytes) {
        const to = Math.min(from + pieceBytes, message.length)
        if (!(await this.#sendPiece(message.subarray(from, to), to === message.length))) return
        this.#sendingBytes = message.length - to
        this.#showLife()
        if (!this.congested && this.#socket.isPaused) this.#socket.resume()
      }
    }
  }

  /** @returns whether it could be sent; if not, the connection is about to close */
  #sendPiece(piece: Buffer, last: boolean): Promise<boolean> {
    return new Promise((resolve) => {
      this.#socket.send(piece, { binary: false, fin: last }, (error) => resolve(error == null))
    })
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // the caller ends the connection
  }
}
