import type { RunConfig } from '../../../core/settings/run-config'
import type { ModelSpec } from '../../../core/model/model-spec'
import type { LabError } from '../../../core/base/lab-error'
import type { ImageFit } from '../../../core/data/image-file'
import type { Inspection } from '../../../lab/contract/inspection'
import type { NetworkChoice } from '../../../lab/contract/network-choice'
import type { PictureInspection } from '../../../lab/contract/picture'
import type { LabLine } from '../line/connection.svelte'
import { Camera } from '../picture/camera.svelte'
import type { CurrentRun } from '../run/current-run.svelte'
import type { ImagesOf } from '../data/images-of'
import { ImageChoice, type ImageSplit } from './image-choice.svelte'
import { sameButFrozen, sameModel } from '../model/same-model'
import { type Inspected, unpackInspection, unpackTensor, type ShapedValues } from './inspected'
import { PictureChoice } from './picture-choice.svelte'
import { LatestAnswer } from '../line/latest-answer.svelte'
import type { Notices } from '../line/notices.svelte'
import type { ForkDraft, TrainingForm } from '../settings/training-form.svelte'

/** run: the network of the run on screen, at a checkpoint; own: the one of the settings, before its first step */
export type NetworkSource = 'run' | 'own'

/** An image of the data set, or a picture of one's own. */
type Looked =
  | { readonly kind: 'row'; readonly split: ImageSplit; readonly row: number }
  | { readonly kind: 'picture'; readonly id: number; readonly fit: ImageFit }

interface Question {
  readonly source: NetworkSource
  readonly dataset: string
  readonly network: NetworkChoice
  readonly model: ModelSpec
  readonly looked: Looked
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
  readonly picture = new PictureChoice()
  readonly camera = new Camera()

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

  /**
   * Whose images go through the network in the diagram: the run's own, as long as they are here. A picture of one's own
   * needs none of them.
   */
  get dataset(): ImagesOf {
    const chosen = this.#datasets.chosen()
    if (this.source === 'own') return chosen
    const own = this.#datasets.ofRun()
    return own.here || this.images.isOwn ? own : chosen
  }

  /** What the network's scores are called. */
  get classes(): readonly string[] {
    return (this.images.isOwn ? this.inspected?.classes : undefined) ?? this.dataset.info.classes
  }

  /** The checkpoint whose weights the next run starts with, where it is a fork. */
  get start(): Pick<ForkDraft, 'runId' | 'number' | 'step' | 'trained'> | undefined {
    const { fork, forkedNetworkProblem } = this.#form
    return forkedNetworkProblem === undefined ? fork : undefined
  }

  /** Whether these weights go through the network of the settings: not where it computes something else with them. */
  get showsStart(): boolean {
    const { fork, model } = this.#form
    return (
      this.source === 'own' && this.start !== undefined && sameButFrozen(fork?.config.model ?? model, model)
    )
  }

  /** Whether the weights in the diagram have learned something. */
  get isTrained(): boolean {
    const { start } = this
    // What came from a file learned elsewhere, in however many steps.
    if (this.source === 'run') return this.step > 0 || this.#run.state.pixelsFrom !== 'training'
    return this.showsStart && start !== undefined && (start.step > 0 || !start.trained)
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
    const { current } = this.#answer
    return current !== undefined && this.#isLookedAt(current.question) ? current.answer.inspected : undefined
  }

  /** What the file of the picture was, once it has been read. */
  get pictureFile(): PictureInspection['file'] {
    const { picture, fit } = this.picture
    // It is told with the answer.
    if (picture === undefined || this.#answer.current === undefined) return undefined
    return this.picture.fitted(picture.id, fit, this.model.inputShape)?.file
  }

  /** Whether the picture is on its way through the network. */
  get awaitsPicture(): boolean {
    const { picture } = this.picture
    if (!this.images.isOwn || picture === undefined) return false
    const isOfIt = (question: Question | undefined): boolean =>
      question?.looked.kind === 'picture' && question.looked.id === picture.id
    return !isOfIt(this.#answer.current?.question) && !isOfIt(this.#answer.failed?.question)
  }

  /** A parameter of the network in the diagram, once it was asked for. */
  parameter(name: string): ShapedValues | undefined {
    return this.#current?.parameters.find((values) => values.name === name)
  }

  get failure(): string | undefined {
    const { error } = this
    return error === undefined ? undefined : `${error.message} ${error.hint}`
  }

  /** What kept the image that is looked at from its way through the network; a lost line is told elsewhere. */
  get error(): LabError | undefined {
    const { failed } = this.#answer
    return failed === undefined || failed.error.code === 'offline' || !this.#isLookedAt(failed.question)
      ? undefined
      : failed.error
  }

  /** What was answered last, if it is of the network in the diagram. */
  get #current(): Answer | undefined {
    const { current } = this.#answer
    if (current === undefined) return undefined
    const { source, network, model } = current.question
    if (!this.#isLookedAt(current.question) || source !== this.source) return undefined
    const choice = this.#choice
    if (choice?.kind !== undefined && choice.kind !== network.kind) return undefined
    if (choice?.kind === 'run' && network.kind === 'run' && network.runId !== choice.runId) return undefined
    return sameModel(model, this.model) ? current.answer : undefined
  }

  get #choice(): NetworkChoice | undefined {
    const { runId } = this.#run
    if (this.source === 'run' && runId !== undefined) return { kind: 'run', runId, step: this.step }
    const { start } = this
    if (this.showsStart && start !== undefined) return { kind: 'run', runId: start.runId, step: start.step }
    if (this.#form.modelProblem?.computes === false) return undefined
    return { kind: 'untrained', config: { ...this.#form.preview, model: this.#form.model } }
  }

  /**
   * Asks for the image's way through the network; to be called in an effect, so that it follows every choice.
   * @param names parameters that are wanted too
   */
  load(names: readonly string[]): void {
    const network = this.#choice
    const looked = this.#looked
    if (network === undefined || looked === undefined) return
    void this.#answer.ask({
      source: this.source,
      dataset: this.dataset.info.id,
      network,
      model: this.model,
      looked,
      names: [...names]
    })
  }

  get #looked(): Looked | undefined {
    if (this.images.isOwn) {
      const { picture, fit } = this.picture
      return picture === undefined ? undefined : { kind: 'picture', id: picture.id, fit }
    }
    return this.dataset.here ? { kind: 'row', split: this.images.split, row: this.images.row } : undefined
  }

  /** An image of the data set stays until the next one is there, and so does a frame of the live camera. */
  #isLookedAt({ looked }: Question): boolean {
    if (looked.kind === 'row') return !this.images.isOwn
    const { picture } = this.picture
    return (
      this.images.isOwn &&
      (picture?.id === looked.id || (picture !== undefined && picture.source === undefined))
    )
  }

  /** A picture that was chosen, dropped or pasted. */
  showPicture(file: File): void {
    this.images.showOwn()
    this.picture.take(file)
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

  async #ask(question: Question): Promise<Answer> {
    const { dataset, network, names } = question
    const { lab } = this.#line
    const known = this.#knownParameters(question)
    if (known !== undefined)
      return { inspected: unpackInspection(await this.#inspect(question)), parameters: known }
    const [inspection, weights] = await Promise.all([
      this.#inspect(question),
      names.length === 0 ? { parameters: [] } : lab.getWeights({ dataset, network, names })
    ])
    return { inspected: unpackInspection(inspection), parameters: weights.parameters.map(unpackTensor) }
  }

  /** Those of the last answer, where a live camera asks for the same again. */
  #knownParameters({ looked, ...asked }: Question): Answer['parameters'] | undefined {
    const { current } = this.#answer
    if (looked.kind === 'row' || current === undefined) return undefined
    const { looked: _, ...before } = current.question
    return JSON.stringify(before) === JSON.stringify(asked) ? current.answer.parameters : undefined
  }

  async #inspect({ dataset, network, model, looked }: Question): Promise<Inspection | PictureInspection> {
    const { lab } = this.#line
    if (looked.kind === 'row') {
      const { split, row } = looked
      return lab.inspectImage({ dataset, network, split, row })
    }
    const { id, fit } = looked
    const picture = await this.picture.contentOf(id, fit, model.inputShape)
    const seen = await lab.inspectPicture({ dataset, network, picture, fit })
    this.picture.keep(id, fit, model.inputShape, seen)
    return seen
  }
}
