import type { Stepped } from '../../../core/run/run-state'
import { imagePlanes } from '../../bytes/image-planes'
import type { LabLine } from '../line/connection.svelte'
import type { ImagesOf } from '../data/images-of'
import type { CurrentRun } from './current-run.svelte'
import type { Topic } from '../../../core/lesson/topic'
import type { Notices } from '../line/notices.svelte'

/** The five lines of a step, as keys of the links. */
export const stepLines = [
  'zeroGrad',
  'forward',
  'loss',
  'backward',
  'optimizerStep'
] as const satisfies readonly Topic[]

/** Images of a batch that are shown. */
export const imagesShown = 16

/** A training that goes one mini-batch at a time, and each of them line by line. */
export class Stepping {
  /** Index into `stepLines`. */
  #line = $state.raw(0)
  #images = $state.raw<readonly Uint8Array[]>([])
  #busy = $state.raw(false)
  #shownStep: number | undefined
  readonly #lab: LabLine
  readonly #notices: Notices
  readonly #run: CurrentRun
  readonly #dataset: () => ImagesOf

  /** @param dataset the run's own */
  constructor(lab: LabLine, notices: Notices, run: CurrentRun, dataset: () => ImagesOf) {
    this.#dataset = dataset
    this.#lab = lab
    this.#notices = notices
    this.#run = run
  }

  get line(): number {
    return this.#line
  }

  /** Planes of the first images of the batch; empty while they are on their way. */
  get images(): readonly Uint8Array[] {
    return this.#images
  }

  get busy(): boolean {
    return this.#busy
  }

  /** Whether the walk has come to a line. */
  reached(line: (typeof stepLines)[number]): boolean {
    return stepLines.indexOf(line) <= this.#line
  }

  /** Whether the walk is before the last line, the update, of the latest step. */
  get unfinished(): boolean {
    const { status, stepped, step } = this.#run.state
    if (status.kind !== 'paused' || stepped?.step !== step) return false
    // Read in any case: a view that shows this must also change with the line.
    const before = this.#line + 1 < stepLines.length
    return before || this.#shownStep !== step
  }

  goTo(line: number): void {
    this.#line = line
  }

  /** The next line; after the last one the next mini-batch. */
  async next(): Promise<void> {
    if (this.#busy) return
    if (this.#run.state.stepped !== undefined && this.#line + 1 < stepLines.length) this.#line += 1
    else await this.nextBatch()
  }

  async nextBatch(): Promise<void> {
    if (this.#busy) return
    this.#busy = true
    await this.#run.step()
    this.#busy = false
  }

  /** A mini-batch was trained: its walk begins at the first line. */
  async show(stepped: Stepped): Promise<void> {
    if (stepped.step === this.#shownStep) return
    this.#shownStep = stepped.step
    this.#line = 0
    this.#images = []
    const rows = stepped.rows.slice(0, imagesShown)
    const { info } = this.#dataset()
    const answer = await this.#notices.attempt(() =>
      this.#lab.lab.getImages({ dataset: info.id, split: 'train', rows })
    )
    if (answer === undefined || stepped.step !== this.#shownStep) return
    this.#images = imagePlanes(answer.images, info.shape)
  }
}

/** Size of each layer's gradient: of all its parameters together. */
export function layerNorms(
  gradients: Stepped['gradients']
): { readonly layer: string; readonly norm: number }[] {
  const squares: Record<string, number> = {}
  for (const { name, norm } of gradients) {
    const layer = name.split('/')[0] ?? name
    squares[layer] = (squares[layer] ?? 0) + norm * norm
  }
  return Object.entries(squares).map(([layer, square]) => ({ layer, norm: Math.sqrt(square) }))
}
