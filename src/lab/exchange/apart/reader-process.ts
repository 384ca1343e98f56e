import { type ChildProcess, fork } from 'node:child_process'
import { LabError } from '../../../core/base/lab-error'
import { parseInput } from '../../../core/base/parse-input'
import type { CheckpointFile } from '../../checkpoint/decode-checkpoint-files'
import { trainerFlags, trainerNode } from '../../training/trainer-node'
import { type ReaderMessage, readerMessage, type ReaderRequest } from './reader-protocol'

/** It watches its own time and memory. Should it be unable to, it is ended after this. */
const mostSeconds = 300
const lastWordsLength = 2000

/** How the process ended, and what it said by then. */
export interface ReaderEnd {
  /** Whether it had begun with the files. */
  readonly began: boolean
  readonly answer: Exclude<ReaderMessage, { type: 'began' }> | undefined
  readonly output: Uint8Array<ArrayBuffer>
  readonly lastWords: string
}

/** A process that reads one network, and ends. */
export class ReaderProcess {
  readonly #child: ChildProcess
  readonly #output: Buffer[] = []
  #answer: ReaderEnd['answer']
  #began = false
  #lastWords = ''

  /** @param file the built decoder/main.ts */
  constructor(file: string) {
    const node = trainerNode()
    this.#child = fork(file, [], {
      execPath: node.file,
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
      execArgv: [...trainerFlags(node), '--no-warnings'],
      stdio: ['pipe', 'pipe', 'pipe', 'ipc']
    })
    this.#child.stdout?.on('data', (piece: Buffer) => this.#output.push(piece))
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#lastWords = (this.#lastWords + text).slice(-lastWordsLength)
    })
    // Bytes that it no longer wants are no error: `close` tells what became of it.
    this.#child.stdin?.on('error', () => undefined)
  }

  read(request: ReaderRequest, files: readonly CheckpointFile[]): Promise<ReaderEnd> {
    const child = this.#child
    const timer = setTimeout(() => child.kill('SIGKILL'), mostSeconds * 1000)
    return new Promise<ReaderEnd>((resolve, reject) => {
      child.on('message', (message: unknown) => {
        try {
          const said = parseInput(readerMessage, message, 'A message of the reading process', 'internal')
          if (said.type === 'began') this.#began = true
          else this.#answer = said
        } catch (thrown) {
          reject(LabError.from(thrown))
          child.kill('SIGKILL')
        }
      })
      child.once('error', (cause) => {
        // It could not be started. One that could not be sent a message ends by itself, and is awaited.
        if (child.pid !== undefined) return
        this.#lastWords = cause.message
        resolve(this.#end())
      })
      // After the last message and the last of its output.
      child.once('close', () => resolve(this.#end()))
      child.send(request, () => undefined)
      for (const { bytes } of files) child.stdin?.write(bytes)
    }).finally(() => clearTimeout(timer))
  }

  #end(): ReaderEnd {
    return {
      began: this.#began,
      answer: this.#answer,
      output: Buffer.concat(this.#output),
      lastWords: this.#lastWords.trim()
    }
  }
}
