import { fork, type ChildProcess } from 'node:child_process'
import { LabError } from '../../../core/base/lab-error'
import { parseInput } from '../../../core/base/parse-input'
import { trainerFlags, trainerNode } from '../../training/trainer-node'
import {
  decoderMessage,
  type DecodedImage,
  type DecoderMessage,
  type DecoderRequest,
  type ImageRequest
} from './decoder-protocol'

/** How long a process may take from its start until it takes up an image. */
const startSeconds = 120
/** In bytes. WebAssembly gives no memory back, so that a process that once took more is replaced. */
const mostMemory = 400e6
/** Characters of stderr that are kept: native code tells there why it gave up. */
const lastWordsLength = 2000
/** JavaScript needs little room: files and pixels lie outside of its heap. */
const memoryFlags = ['--max-old-space-size=128', '--no-warnings']
/** One image at a time in one thread each; no temporary files for large ones. */
const frugal = { VIPS_CONCURRENCY: '1', UV_THREADPOOL_SIZE: '2', VIPS_DISC_THRESHOLD: '2g' }

/** How a decoding process ended. */
export interface DecoderExit {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  /** Why Tenfold ended it: the image took too long, the process could not be used, or it was no longer wanted. */
  readonly ended: 'slow' | 'unusable' | 'closed' | undefined
  /** What it said last on stderr. */
  readonly lastWords: string
}

export type DecodingOutcome =
  | { readonly kind: 'decoded'; readonly image: DecodedImage }
  | { readonly kind: 'refused'; readonly error: LabError }
  /** `began`: the image had been taken up, and may be to blame. */
  | { readonly kind: 'gone'; readonly began: boolean; readonly exit: DecoderExit }

interface Task {
  readonly id: number
  began: boolean
  timer: NodeJS.Timeout
  readonly resolve: (outcome: DecodingOutcome) => void
}

/** A process that decodes one image after the other. It never outlives the lab: see decoder/main.ts. */
export class DecoderProcess {
  readonly #child: ChildProcess
  readonly #secondsPerImage: number
  #task: Task | undefined
  #nextId = 0
  #ended: DecoderExit['ended']
  #alive = true
  /** Resolves when the process is gone, whatever made it go. Never rejects. */
  readonly exited: Promise<void>

  constructor(decoderFile: string, secondsPerImage: number) {
    this.#secondsPerImage = secondsPerImage
    const node = trainerNode()
    const child = fork(decoderFile, [], {
      execPath: node.file,
      env: { ...process.env, ...frugal, ELECTRON_RUN_AS_NODE: '1' },
      execArgv: [...trainerFlags(node), ...memoryFlags],
      // stdout belongs to the command line's data.
      stdio: ['pipe', 'ignore', 'pipe', 'ipc']
    })
    this.#child = child
    let lastWords = ''
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      lastWords = (lastWords + text).slice(-lastWordsLength)
    })
    // Bytes that it no longer wants are no error: `close` tells what became of it.
    child.stdin?.on('error', () => undefined)
    child.on('message', (message: unknown) => this.#receive(message))
    this.exited = new Promise((resolve) => {
      const gone = (code: number | null, signal: NodeJS.Signals | null): void => {
        this.#alive = false
        const exit = { code, signal, ended: this.#ended, lastWords: lastWords.trim() }
        this.#settle({ kind: 'gone', began: this.#task?.began === true, exit })
        resolve()
      }
      child.once('error', (cause) => {
        // It could not be started. One that could not be sent a message ends by itself, and is awaited.
        if (child.pid !== undefined) return
        lastWords = cause.message
        gone(null, null)
      })
      // `close` comes after the last message and the last of stderr; `exit` may not.
      child.once('close', gone)
    })
  }

  /** Whether it may be handed another image. */
  get usable(): boolean {
    return this.#alive && this.#ended === undefined
  }

  /** Whether it was never handed an image. */
  get isNew(): boolean {
    return this.#nextId === 0
  }

  /** One at a time. Never rejects. */
  decode(request: ImageRequest): Promise<DecodingOutcome> {
    return new Promise((resolve) => {
      const id = this.#nextId++
      const timer = setTimeout(() => this.#end('unusable'), startSeconds * 1000)
      this.#task = { id, began: false, timer, resolve }
      // What cannot be sent any more was meant for a process that is ending: `close` rejects it.
      this.#child.send(requestFor(id, request), () => undefined)
      if ('bytes' in request.source) this.#child.stdin?.write(request.source.bytes)
    })
  }

  /** Ends it at once. */
  async close(): Promise<void> {
    this.#end('closed')
    await this.exited
  }

  #receive(message: unknown): void {
    try {
      this.#take(parseInput(decoderMessage, message, 'A message of the decoding process', 'internal'))
    } catch (thrown) {
      this.#settle({ kind: 'refused', error: LabError.from(thrown) })
      this.#end('unusable')
    }
  }

  #take(message: DecoderMessage): void {
    const task = this.#task
    if (message.id !== task?.id) return
    switch (message.type) {
      case 'began':
        task.began = true
        clearTimeout(task.timer)
        task.timer = setTimeout(() => this.#end('slow'), this.#secondsPerImage * 1000)
        return
      case 'decoded':
        this.#settle({ kind: 'decoded', image: message.image })
        break
      case 'refused':
        this.#settle({ kind: 'refused', error: LabError.fromData(message.error) })
        break
    }
    if (message.memory > mostMemory) this.#end('closed')
  }

  #settle(outcome: DecodingOutcome): void {
    const task = this.#task
    this.#task = undefined
    if (task === undefined) return
    clearTimeout(task.timer)
    task.resolve(outcome)
  }

  #end(reason: DecoderExit['ended']): void {
    this.#ended ??= reason
    this.#child.kill('SIGKILL')
  }
}

function requestFor(id: number, { source, shape, fit }: ImageRequest): DecoderRequest {
  return {
    type: 'decode',
    id,
    source: 'path' in source ? source : { name: source.name, length: source.bytes.length },
    shape: [...shape],
    fit
  }
}
