import { LabError } from '../../../core/base/lab-error'
import { exportedStem } from '../../../core/exchange/exported-stem'
import { networkFormats, type NetworkFormatId } from '../../../core/exchange/network-formats'
import { pixelsOf, pixelText } from '../../../core/model/pixel-range'
import type { RunState } from '../../../core/run/run-state'
import type { MethodOutput } from '../../../lab/contract/contract'
import type { RunSummary } from '../../../lab/contract/run-summary'
import type { LabLine } from '../line/connection.svelte'

type ExportedFile = MethodOutput<'exportNetwork'>['file']

/** The run whose network is exported, as it was when the dialog was opened. */
interface Exported {
  readonly runId: string
  readonly number: number
  /** Of the file's name, without its ending. */
  readonly stem: string
  /** Of an image: [height, width, channels]. */
  readonly shape: readonly number[]
  /** Which pixels the network takes. */
  readonly pixels: string
  /** Steps of its checkpoints, in order. */
  readonly steps: readonly number[]
  /** The step of its result. */
  readonly result: number
  /** Whether it keeps an average of its weights. */
  readonly keepsAverage: boolean
}

/** A checkpoint on its way to another program: which one, and in which format. */
export class ExportingNetwork {
  #run = $state.raw<Exported | undefined>(undefined)
  #format = $state.raw<NetworkFormatId>('pytorch')
  #step = $state.raw<number | undefined>(undefined)
  #wantsAverage = $state.raw(false)
  #preprocessing = $state.raw(true)
  #busy = $state.raw(false)
  #problem = $state.raw<LabError | undefined>(undefined)
  readonly #line: LabLine
  readonly #save: (file: ExportedFile) => void

  /** @param save hands a file to the user */
  constructor(line: LabLine, save: (file: ExportedFile) => void) {
    this.#line = line
    this.#save = save
  }

  /** undefined while the dialog is closed */
  get run(): Exported | undefined {
    return this.#run
  }

  get format(): NetworkFormatId {
    return this.#format
  }

  /** Of the checkpoint that is exported. */
  get step(): number | undefined {
    return this.#step ?? this.#run?.result
  }

  /** Whether the weights may be their average. */
  get offersAverage(): boolean {
    return this.#run?.keepsAverage === true && networkFormats[this.#format].takesAverage
  }

  get averaged(): boolean {
    return this.offersAverage && this.#wantsAverage
  }

  get offersPreprocessing(): boolean {
    return networkFormats[this.#format].takesPreprocessing
  }

  /** Whether the network takes images as image libraries give them. */
  get preprocessing(): boolean {
    return this.offersPreprocessing && this.#preprocessing
  }

  /** Of the file that is handed out. */
  get fileName(): string {
    return `${this.#run?.stem ?? 'network'}${networkFormats[this.#format].ending}`
  }

  get busy(): boolean {
    return this.#busy
  }

  /** What kept the last attempt from its end. */
  get problem(): LabError | undefined {
    return this.#problem
  }

  /** Opens the dialog for a run that has a checkpoint. */
  show(
    { runId, number }: Pick<RunSummary, 'runId' | 'number'>,
    { checkpoints, selected, config, dataset }: RunState
  ): void {
    const last = checkpoints.at(-1)
    if (last === undefined || config === undefined) return
    this.#run = {
      runId,
      number,
      stem: exportedStem(dataset),
      shape: config.model.inputShape,
      pixels: pixelText(pixelsOf(config.model)),
      steps: checkpoints.slice(0),
      result: selected?.step ?? last,
      keepsAverage: config.ema > 0
    }
    this.#step = undefined
    this.#problem = undefined
  }

  close(): void {
    this.#run = undefined
  }

  chooseFormat(format: NetworkFormatId): void {
    this.#format = format
    this.#problem = undefined
  }

  chooseStep(step: number): void {
    this.#step = step
    this.#problem = undefined
  }

  chooseAverage(averaged: boolean): void {
    this.#wantsAverage = averaged
    this.#problem = undefined
  }

  choosePreprocessing(preprocessing: boolean): void {
    this.#preprocessing = preprocessing
    this.#problem = undefined
  }

  /** Hands the file out and closes the dialog, or says in it what is wrong. */
  async start(): Promise<void> {
    const run = this.#run
    const { step, averaged, preprocessing } = this
    if (run === undefined || step === undefined || this.#busy) return
    this.#busy = true
    this.#problem = undefined
    try {
      const asked = { runId: run.runId, step, format: this.#format, averaged, preprocessing }
      const { file } = await this.#line.lab.exportNetwork(asked)
      this.#save(file)
      if (this.#run === run) this.close()
    } catch (thrown) {
      if (this.#run === run) this.#problem = LabError.from(thrown)
    }
    this.#busy = false
  }
}
