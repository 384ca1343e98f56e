import type { RunConfig } from '../../../core/settings/run-config'
import type { ModelSpec } from '../../../core/model/model-spec'
import type { NetworkChoice } from '../../../lab/contract/network-choice'
import type { LabLine } from '../line/connection.svelte'
import type { CurrentRun } from '../run/current-run.svelte'
import type { ImagesOf } from '../data/images-of'
import { ImageChoice, type ImageSplit } from './image-choice.svelte'
import { sameModel } from '../model/same-model'
import { type Inspected, unpackInspection, unpackTensor, type ShapedValues } from './inspected'
import { LatestAnswer } from '../line/latest-answer.svelte'
import type { Notices } from '../line/notices.svelte'
import type { TrainingForm } from '../settings/training-form.svelte'

/** run: the network of the run on screen, at a checkpoint; own: the one of the settings, untrained */
export type NetworkSource = 'run' | 'own'

interface Question {
  readonly dataset: string
  readonly network: NetworkChoice
  readonly model: ModelSpec
  readonly split: ImageSplit
  readonly row: number
  /** Parameters that are wanted too, so that they and the activations are of the same moment. */
  readonly names: string[]
}

interface Answer {
  readonly inspected: Inspected
  readonly parameters: readonly ShapedValues[]
}

/** The place of the input in the row of layers. */
export const inputIndex = -1

/** What is looked at in the Network room: which network, which image, which layer and which value of it. */
export class NetworkRoom {
  #source = $state.raw<NetworkSource | undefined>(undefined)
  #step = $state.raw<number | undefined>(undefined)
  #selected = $state.raw(0)
  #map = $state.raw(0)
  #cell = $state.raw<readonly [number, number] | undefined>(undefined)
  readonly #answer: LatestAnswer<Question, Answer>
  readonly #line: LabLine
  readonly #form: TrainingForm
  readonly #run: CurrentRun
  readonly #datasets: { readonly chosen: () => ImagesOf; readonly ofRun: () => ImagesOf }
  readonly images: ImageChoice

  /** @param datasets the chosen one, and that of the run on screen */
  constructor(
    line: LabLine,
    notices: Notices,
    form: TrainingForm,
    run: CurrentRun,
    datasets: { readonly chosen: () => ImagesOf; readonly ofRun: () => ImagesOf }
  ) {
    this.#line = line
    this.#form = form
    this.#run = run
    this.#datasets = datasets
    this.images = new ImageChoice(line, notices, () => this.dataset)
    this.#answer = new LatestAnswer((question) => this.#ask(question))
  }

  /** The configuration of the run on screen, if there is one. */
  get runConfig(): RunConfig | undefined {
    return this.#run.runId === undefined ? undefined : this.#run.state.config
  }

  /** As chosen; else the run's weights as long as they fit the network of the settings. */
  get source(): NetworkSource {
    const config = this.runConfig
    if (config === undefined || this.#source === 'own') return 'own'
    return this.#source === 'run' || sameModel(config.model, this.#form.model) ? 'run' : 'own'
  }

  /** Whose images go through the network in the diagram: the run's own, as long as they are here. */
  get dataset(): ImagesOf {
    const chosen = this.#datasets.chosen()
    if (this.source === 'own') return chosen
    const own = this.#datasets.ofRun()
    return own.here ? own : chosen
  }

  /** The network in the diagram. */
  get model(): ModelSpec {
    return (this.source === 'run' ? this.runConfig?.model : undefined) ?? this.#form.model
  }

  /** Whether what is in the diagram is what trains next, and can be edited. */
  get editable(): boolean {
    return sameModel(this.model, this.#form.model)
  }

  /** The steps of the run whose weights are kept, from before the first on. */
  get steps(): readonly number[] {
    return [0, ...[...this.#run.state.checkpoints].filter((step) => step > 0)].sort((a, b) => a - b)
  }

  /** The step whose weights are shown: the one that was chosen, else the latest. */
  get step(): number {
    const { steps } = this
    return this.#step !== undefined && steps.includes(this.#step) ? this.#step : (steps.at(-1) ?? 0)
  }

  /** Place of the selected layer; `inputIndex` for the image. */
  get selected(): number {
    return Math.min(this.#selected, this.model.layers.length - 1)
  }

  /** The map or unit of the selected layer that is looked at. */
  get map(): number {
    return this.#map
  }

  /** [row, column] of the map; undefined before one was chosen */
  get cell(): readonly [number, number] | undefined {
    return this.#cell
  }

  /** The image's way through the network in the diagram; undefined until it has been computed. */
  get inspected(): Inspected | undefined {
    return this.#current?.inspected
  }

  /** The image itself, whichever network it went through last. */
  get image(): Pick<Inspected, 'image' | 'label' | 'classes'> | undefined {
    return this.#answer.current?.answer.inspected
  }

  /** A parameter of the network in the diagram, once it was asked for. */
  parameter(name: string): ShapedValues | undefined {
    return this.#current?.parameters.find((values) => values.name === name)
  }

  get failure(): string | undefined {
    const { error } = this.#answer
    return error === undefined || error.code === 'offline' ? undefined : `${error.message} ${error.hint}`
  }

  /** What was answered last, if it is of the network in the diagram. */
  get #current(): Answer | undefined {
    const { current } = this.#answer
    if (current === undefined) return undefined
    const { network, model } = current.question
    if ((network.kind === 'run') !== (this.source === 'run')) return undefined
    if (network.kind === 'run' && network.runId !== this.#run.runId) return undefined
    return sameModel(model, this.model) ? current.answer : undefined
  }

  get #choice(): NetworkChoice | undefined {
    const { runId } = this.#run
    if (this.source === 'run' && runId !== undefined) return { kind: 'run', runId, step: this.step }
    if (this.#form.modelProblem?.computes === false) return undefined
    return { kind: 'untrained', config: { ...this.#form.preview, model: this.#form.model } }
  }

  /**
   * Asks for the image's way through the network; to be called in an effect, so that it follows every choice.
   * @param names parameters that are wanted too
   */
  load(names: readonly string[]): void {
    const network = this.#choice
    const { info, here } = this.dataset
    if (network === undefined || !here) return
    void this.#answer.ask({
      dataset: info.id,
      network,
      model: this.model,
      split: this.images.split,
      row: this.images.row,
      names: [...names]
    })
  }

  showSource(source: NetworkSource): void {
    this.#source = source
  }

  /** After an edit: the run's weights again if they fit, else untrained ones. */
  followEdits(): void {
    this.#source = undefined
  }

  showStep(step: number): void {
    this.#step = step === this.steps.at(-1) ? undefined : step
  }

  select(index: number, map = 0): void {
    if (index !== this.#selected) this.#cell = undefined
    this.#selected = index
    this.#map = map
  }

  selectMap(map: number): void {
    this.#map = map
  }

  selectCell(row: number, column: number): void {
    this.#cell = [row, column]
  }

  async #ask({ dataset, network, split, row, names }: Question): Promise<Answer> {
    const { lab } = this.#line
    const [inspection, weights] = await Promise.all([
      lab.inspectImage({ dataset, network, split, row }),
      names.length === 0 ? { parameters: [] } : lab.getWeights({ dataset, network, names })
    ])
    return { inspected: unpackInspection(inspection), parameters: weights.parameters.map(unpackTensor) }
  }
}
