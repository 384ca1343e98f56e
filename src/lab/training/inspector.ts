import { LabError } from '../../core/base/lab-error'
import type { Inspection } from '../contract/inspection'
import type { PictureInspection } from '../contract/picture'
import type { Tensor } from '../contract/tensor'
import { crashed, TrainerProcess } from './trainer-process'
import type {
  FirstWeightsQuery,
  InspectionQuery,
  PictureQuery,
  TrainerMessage,
  TrainerRequest
} from './trainer-protocol'

type Question = Extract<TrainerRequest, { id: number }>
type Answer = Extract<TrainerMessage, { type: 'inspected' | 'pictureInspected' | 'firstWeights' }>

interface PendingQuestion {
  readonly resolve: (answer: Answer) => void
  readonly reject: (error: LabError) => void
}

/** One process that answers, until it ends for whatever reason. */
interface InspectorProcess {
  readonly trainer: TrainerProcess
  readonly pending: Map<number, PendingQuestion>
}

/** How long the process stays when nobody asks any more. */
const idleMs = 60_000

/**
 * Sends images through networks in a process of its own, which is started at the first question and stays while it is
 * used, so that all later answers come at once.
 */
export class Inspector {
  readonly #trainerFile: string
  readonly #idleMs: number
  #current: InspectorProcess | undefined
  #idle: NodeJS.Timeout | undefined
  #nextId = 0
  #closed = false

  constructor(trainerFile: string, idle = idleMs) {
    this.#trainerFile = trainerFile
    this.#idleMs = idle
  }

  /** The process that answers, while there is one. */
  get pid(): number | undefined {
    return this.#current?.trainer.pid
  }

  /** @throws LabError what the process reports, or 'trainer-crashed' */
  async inspect(query: InspectionQuery): Promise<Inspection> {
    const answer = await this.#ask((id) => ({ type: 'inspect', id, query }))
    if (answer.type !== 'inspected') throw new Error(`an inspection was answered with ${answer.type}`)
    return answer.inspection
  }

  /** @throws LabError as `inspect`; 'invalid-input' for pixels that are not of the network's size */
  async inspectPicture(query: PictureQuery): Promise<PictureInspection> {
    const answer = await this.#ask((id) => ({ type: 'inspectPicture', id, query }))
    if (answer.type !== 'pictureInspected') throw new Error(`a picture was answered with ${answer.type}`)
    return answer.inspection
  }

  /**
   * The weights that a network starts with, where training images are needed to compute them.
   * @throws LabError as `inspect`
   */
  async firstWeights(query: FirstWeightsQuery): Promise<readonly Tensor[]> {
    const answer = await this.#ask((id) => ({ type: 'firstWeights', id, query }))
    if (answer.type !== 'firstWeights') throw new Error(`first weights were answered with ${answer.type}`)
    return answer.parameters
  }

  async #ask(question: (id: number) => Question): Promise<Answer> {
    if (this.#closed) throw new LabError('cancelled', 'The lab is closing.', 'Open it again.')
    clearTimeout(this.#idle)
    const { trainer, pending } = (this.#current ??= this.#start())
    const id = this.#nextId++
    try {
      return await new Promise((resolve, reject) => {
        pending.set(id, { resolve, reject })
        trainer.ask(question(id))
      })
    } finally {
      pending.delete(id)
      if (pending.size === 0) this.#waitIdly()
    }
  }

  /** Ends the process; open questions fail. */
  async close(): Promise<void> {
    this.#closed = true
    clearTimeout(this.#idle)
    await this.#current?.trainer.stop()
  }

  #start(): InspectorProcess {
    let failure: LabError | undefined
    const pending = new Map<number, PendingQuestion>()
    const onMessage = (message: TrainerMessage): void => {
      switch (message.type) {
        case 'inspected':
        case 'pictureInspected':
        case 'firstWeights':
          pending.get(message.id)?.resolve(message)
          break
        case 'notInspected':
          pending.get(message.id)?.reject(LabError.fromData(message.error))
          break
        case 'failed':
          failure = LabError.fromData(message.error)
          break
        default:
          break
      }
    }
    const trainer = new TrainerProcess(this.#trainerFile, onMessage)
    trainer.begin({ kind: 'inspect' })
    const started = { trainer, pending }
    void trainer.exited.then((exit) => {
      if (this.#current === started) this.#current = undefined
      for (const { reject } of pending.values()) reject(failure ?? crashed(exit))
    })
    return started
  }

  #waitIdly(): void {
    clearTimeout(this.#idle)
    if (this.#closed || this.#current === undefined) return
    this.#idle = setTimeout(() => {
      const idle = this.#current
      // A question from now on starts another process.
      this.#current = undefined
      void idle?.trainer.stop()
    }, this.#idleMs)
    this.#idle.unref()
  }
}
