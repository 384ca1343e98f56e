import type { ExampleChoice } from '../../../core/run/choose-examples'
import { unkeptError } from '../../../core/run/unkept-error'
import type { EventData, MethodInput, MethodOutput } from '../../../lab/contract/contract'
import type { LabLine } from '../line/connection.svelte'
import type { Notices } from '../line/notices.svelte'

export interface Cell {
  readonly trueClass: number
  readonly predictedClass: number
}

export type Examples = MethodOutput<'getExamples'>

/** What to look at among the images, besides the cell of the matrix. */
export type ExampleKind = ExampleChoice['kind']

/** On another data set than the run's own; with other pixels. */
export type EvaluationOptions = Omit<MethodInput<'evaluateRun'>, 'runId'>

const examplesShown = 60

/** Evaluation of the run on screen: its progress, the cell of the matrix that is looked at, and the images that are chosen. */
export class Evaluating {
  #progress = $state.raw<EventData<'evaluation'> | undefined>(undefined)
  #cell = $state.raw<Cell | undefined>(undefined)
  #kind = $state.raw<ExampleKind>('cell')
  #examples = $state.raw<Examples | undefined>(undefined)
  #asked = ''
  /** An evaluation was asked for here, and its answer is still to come. */
  #asking = false
  #mirrored = $state(false)
  readonly #line: LabLine
  readonly #notices: Notices

  constructor(line: LabLine, notices: Notices) {
    this.#line = line
    this.#notices = notices
  }

  /** How far the run's evaluation is; undefined when none is under way. */
  progressOf(runId: string | undefined): EventData<'evaluation'> | undefined {
    return this.#progress?.runId === runId ? this.#progress : undefined
  }

  /** Whether what is under way was asked for here, with mirror images. */
  get mirrored(): boolean {
    return this.#mirrored
  }

  get cell(): Cell | undefined {
    return this.#cell
  }

  /** undefined while they are on their way */
  get examples(): Examples | undefined {
    return this.#examples
  }

  /** Also of evaluations that nobody here asked for: the lab begins one when a training ends. */
  receive(notice: EventData<'evaluation'>): void {
    this.#progress = notice.done < notice.total || this.#asking ? notice : undefined
  }

  /** The result arrives as an event of the run; one that could not be recorded is told. */
  async evaluate(runId: string, options: EvaluationOptions = {}): Promise<void> {
    if (this.#asking) return
    this.#asking = true
    this.#mirrored = options.mirrored === true
    this.#progress = { runId, done: 0, total: 0 }
    const result = await this.#notices.attempt(() => this.#line.lab.evaluateRun({ runId, ...options }))
    if (result?.unkept !== undefined) this.#notices.report(unkeptError(result.evaluation, result.unkept))
    this.#asking = false
    this.#mirrored = false
    this.#progress = undefined
  }

  async cancel(runId: string): Promise<void> {
    await this.#notices.attempt(() => this.#line.lab.cancelEvaluation({ runId }))
    if (!this.#asking) this.#progress = undefined
  }

  /** A cell is chosen to see its images; the hardest of a class stay the hardest, of the cell's class. */
  select(cell: Cell): void {
    this.#cell = cell
    if (this.#kind !== 'hardest') this.#kind = 'cell'
  }

  get kind(): ExampleKind {
    return this.#kind
  }

  look(kind: ExampleKind): void {
    this.#kind = kind
  }

  /** Which images are looked at, where that is a cell of the matrix, or its class. */
  choice({ trueClass, predictedClass }: Cell): ExampleChoice {
    switch (this.#kind) {
      case 'cell':
        return { kind: 'cell', trueClass, predictedClass }
      case 'hardest':
        return { kind: 'hardest', trueClass }
      case 'mistakes':
      case 'unsure':
        return { kind: this.#kind }
    }
  }

  /** @param step of the evaluation, so that a new one brings new images */
  async loadExamples(runId: string, step: number, choice: ExampleChoice): Promise<void> {
    const asked = `${runId} ${step} ${JSON.stringify(choice)}`
    if (asked === this.#asked) return
    this.#asked = asked
    this.#examples = undefined
    const examples = await this.#notices.attempt(() =>
      this.#line.lab.getExamples({ runId, choice, limit: examplesShown })
    )
    if (asked !== this.#asked) return
    this.#examples = examples
    if (examples === undefined) this.#asked = ''
  }
}
