import { fork, type ChildProcess } from 'node:child_process'
import { LabError } from '../../core/base/lab-error'
import { parseInput } from '../../core/base/parse-input'
import type { Environment } from '../download/proxy-for'
import { Watchdog } from './watchdog'
import { trainerFlags, trainerNode } from './trainer-node'
import {
  trainerMessage,
  type DatasetPlace,
  type TrainerControl,
  type TrainerJob,
  type TrainerMessage,
  type TrainerRequest
} from './trainer-protocol'

/** How a training process ended. */
export interface TrainerExit {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  /** It was ended although it had not done as it was told: it gave no sign of life, or the user would not wait. */
  readonly ended: 'silent' | 'insisted' | undefined
  /** What it said last on stderr: V8 and native code tell there why they gave up. */
  readonly lastWords: string
}

/** Characters of stderr that are kept. */
const lastWordsLength = 2000
/** How long a process may be silent after it was asked to stop, where nothing is lost when it is ended. */
const graceMs = 5_000

/** A training process and its one job. It never outlives the lab: see trainer/main.ts. */
export class TrainerProcess {
  readonly #child: ChildProcess
  readonly #watchdog = new Watchdog(() => this.#end('silent'))
  #ended: TrainerExit['ended']
  #gone = false
  /** Resolves when the process is gone, whatever made it go. Never rejects. */
  readonly exited: Promise<TrainerExit>

  /**
   * @param onMessage is called in order, and never after `exited` has resolved
   * @param environment is added to the lab's own
   */
  constructor(
    trainerFile: string,
    onMessage: (message: TrainerMessage) => void,
    environment: Environment = {}
  ) {
    const node = trainerNode()
    const child = fork(trainerFile, [], {
      execPath: node.file,
      env: { ...process.env, ...environment, ELECTRON_RUN_AS_NODE: '1' },
      execArgv: trainerFlags(node),
      // stdout belongs to the command line's data.
      stdio: ['ignore', 'ignore', 'pipe', 'ipc']
    })
    this.#child = child
    let lastWords = ''
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      lastWords = (lastWords + text).slice(-lastWordsLength)
    })
    child.on('message', (message: unknown) => {
      this.#watchdog.signOfLife()
      try {
        onMessage(parseInput(trainerMessage, message, 'A message of the training process', 'internal'))
      } catch (thrown) {
        onMessage({ type: 'failed', error: LabError.from(thrown).toData() })
        this.kill()
      }
    })
    this.exited = new Promise((resolve) => {
      child.once('error', (cause) => {
        // It could not be started. One that could not be sent a message ends by itself, and is awaited.
        if (child.pid === undefined)
          resolve({ code: null, signal: null, ended: undefined, lastWords: cause.message })
      })
      // `close` comes after the last message and the last of stderr; `exit` may not.
      child.once('close', (code, signal) => {
        this.#gone = true
        this.#watchdog.end()
        resolve({ code, signal, ended: this.#ended, lastWords: lastWords.trim() })
      })
    })
  }

  get pid(): number | undefined {
    return this.#child.pid
  }

  /** Before the job, where that takes a while to be prepared: lets the process load what it will need. */
  announce(dataset: DatasetPlace): void {
    this.#send({ type: 'dataset', dataset })
  }

  /** Hands it its one job. */
  begin(job: TrainerJob): void {
    this.#send({ type: 'job', job })
  }

  control(control: TrainerControl): void {
    this.#send({ type: 'control', control })
  }

  /** Tells a train job, by its claim, how many of its events are in the run's log. */
  keep(claim: string, events: number): void {
    this.#send({ type: 'kept', claim, events })
  }

  /** A question to an inspect job; the answer is a message with the same number. */
  ask(request: Extract<TrainerRequest, { id: number }>): void {
    this.#send(request)
  }

  /**
   * Asks it to stop, and waits for as long as it gives signs of life: slow is not hung. Resolves when it is gone.
   * @param silenceMs the longest that it may be silent, as during one step of a large batch, before it is ended
   */
  async stop(silenceMs = graceMs): Promise<void> {
    this.control({ kind: 'stop' })
    // A watch over a process that has ended would keep this one alive.
    if (!this.#gone) this.#watchdog.watch(silenceMs)
    await this.exited
  }

  /** Ends it at once, whatever it has not saved yet. Resolves when it is gone. */
  async insist(): Promise<void> {
    this.#end('insisted')
    await this.exited
  }

  #end(reason: TrainerExit['ended']): void {
    this.#ended = reason
    this.kill()
  }

  kill(): void {
    this.#child.kill('SIGKILL')
  }

  #send(request: TrainerRequest): void {
    // What cannot be sent any more concerns a process that is ending: `exited` tells how.
    if (this.#child.connected) this.#child.send(request, () => undefined)
  }
}

/** An exit that nobody asked for, as an error. */
export function crashed({ code, signal, ended, lastWords }: TrainerExit): LabError {
  switch (ended) {
    case 'silent':
      return new LabError(
        'trainer-crashed',
        'The training process did not react when it was asked to stop, so Tenfold ended it.',
        'Resume from the last checkpoint. A smaller batch size makes steps shorter.'
      )
    case 'insisted':
      return new LabError(
        'trainer-crashed',
        'The training process was ended at your request, before it had saved.',
        'Resume from the last checkpoint.'
      )
    case undefined:
      break
  }
  const how = signal !== null ? `was ended by ${signal}` : `ended with code ${code ?? 'unknown'}`
  const outOfMemory = /out of memory|allocation failed/i.test(lastWords)
  return new LabError(
    'trainer-crashed',
    `The training process ${how}${outOfMemory ? ' because memory ran out' : ''}.`,
    outOfMemory
      ? 'Choose a smaller batch size, or close other programs, then resume from the last checkpoint.'
      : 'Resume from the last checkpoint. If it happens again, report it with the text under “cause”.',
    lastWords === '' ? undefined : lastWords
  )
}
