import type { DatasetInfo } from '../../../core/data/dataset-info'
import { knobsOf } from '../../../core/optimizers/optimizer-kinds'
import { isKnob } from '../../../core/optimizers/knobs'
import { foldRun, newRun } from '../../../core/run/run-state'
import { computeTheSame } from '../../../core/settings/compute-the-same'
import type { RunConfig } from '../../../core/settings/run-config'
import { type FieldName, fieldNames } from '../../../core/settings/settings'
import { isStudied, type StudyPlan } from '../../../core/study/study-plan'
import type { StudyLayout } from '../../../core/study/study-trials'
import type { LabLine } from '../line/connection.svelte'
import type { Notices } from '../line/notices.svelte'
import type { TrainingForm } from '../settings/training-form.svelte'
import { type DraftErrors, type DraftTexts, readStudyDraft } from './read-study-draft'
import { type AxisDraft, draftAxis } from './study-axis'

/** A run whose settings are compared. */
interface ChosenRun {
  readonly runId: string
  readonly number: number
  readonly name: string
  readonly config: RunConfig
}

const usualSeeds = (question: DraftTexts['question']): string =>
  question === 'grid' || question === 'random' ? '1' : '5'

/** A study that somebody is writing down: what it is to find out, and with which settings. */
export class StudyDraft {
  #texts = $state.raw<DraftTexts>({
    question: 'seeds',
    name: '',
    seeds: '5',
    axes: [],
    count: '9',
    searchSeed: '1',
    halving: false,
    firstEpochs: '1',
    keepOneIn: '3',
    parallel: ''
  })
  #runs = $state.raw<readonly ChosenRun[]>([])
  /** Whether the settings in Train are among those that are compared. */
  #withNext = $state.raw(true)
  #axisId = 0
  readonly #line: LabLine
  readonly #notices: Notices
  readonly #form: TrainingForm
  readonly #dataset: () => DatasetInfo
  readonly #read = $derived.by(() => readStudyDraft(this.#texts, this.#variants, this.#dataset()))

  constructor(line: LabLine, notices: Notices, form: TrainingForm, dataset: () => DatasetInfo) {
    this.#line = line
    this.#notices = notices
    this.#form = form
    this.#dataset = dataset
  }

  get texts(): DraftTexts {
    return this.#texts
  }

  get runs(): readonly ChosenRun[] {
    return this.#runs
  }

  get withNext(): boolean {
    return this.#withNext
  }

  set withNext(on: boolean) {
    this.#withNext = on
  }

  /** undefined while something is wrong */
  get plan(): StudyPlan | undefined {
    return this.#form.config === undefined && this.#usesNext ? undefined : this.#read.plan
  }

  get layout(): StudyLayout | undefined {
    return this.#read.layout
  }

  get errors(): DraftErrors {
    return this.#read.errors
  }

  /** Settings that can vary: of the knobs, those that the optimizer has. */
  get fieldNames(): readonly FieldName[] {
    const { optimizer } = this.#form.preview
    return fieldNames.filter(
      (name) => isStudied(name) && (!isKnob(name) || knobsOf(optimizer.type).includes(name))
    )
  }

  /** Chosen runs that have the settings of another one, or of Train. */
  get repeated(): readonly ChosenRun[] {
    const before: RunConfig[] = this.#withNext ? [this.#form.preview] : []
    return this.#runs.filter(({ config }) => {
      const isThere = before.some((one) => computeTheSame(one, { ...config, seed: one.seed }))
      if (!isThere) before.push(config)
      return isThere
    })
  }

  get #usesNext(): boolean {
    return this.#texts.question !== 'settings' || this.#withNext
  }

  get #variants(): readonly RunConfig[] {
    const next = this.#form.preview
    if (this.#texts.question !== 'settings') return [next]
    const { repeated } = this
    const others = this.#runs.filter((run) => !repeated.includes(run)).map(({ config }) => config)
    return this.#withNext ? [next, ...others] : others
  }

  set(change: Partial<DraftTexts>): void {
    this.#texts = { ...this.#texts, ...this.#usualSeeds(change.question), ...change }
    // A search has at least one setting that varies.
    if (
      this.#texts.question !== 'seeds' &&
      this.#texts.question !== 'settings' &&
      this.#texts.axes.length === 0
    )
      this.addAxis()
  }

  /** What compares settings needs several seeds, a search many settings; what somebody typed stays. */
  #usualSeeds(question: DraftTexts['question'] | undefined): Partial<DraftTexts> {
    if (question === undefined || this.#texts.seeds !== usualSeeds(this.#texts.question)) return {}
    return { seeds: usualSeeds(question) }
  }

  addAxis(): void {
    const { axes } = this.#texts
    const free = this.fieldNames.filter((name) => axes.every((axis) => axis.name !== name))
    const name = free.find((one) => one === 'learningRate') ?? free[0]
    if (name !== undefined) this.set({ axes: [...axes, this.#draftAxis(name)] })
  }

  /** Another setting in its place. */
  renameAxis(id: number, name: FieldName): void {
    this.set({ axes: this.#texts.axes.map((axis) => (axis.id === id ? this.#draftAxis(name) : axis)) })
  }

  changeAxis(id: number, change: Partial<AxisDraft>): void {
    this.set({ axes: this.#texts.axes.map((axis) => (axis.id === id ? { ...axis, ...change } : axis)) })
  }

  removeAxis(id: number): void {
    this.set({ axes: this.#texts.axes.filter((axis) => axis.id !== id) })
  }

  /** A new study; of runs, it compares their settings. */
  async begin(runIds: readonly string[]): Promise<void> {
    this.set({ name: '' })
    if (runIds.length === 0) return
    this.set({ question: 'settings' })
    this.#withNext = runIds.length === 1
    this.#runs = []
    await this.addRuns(runIds)
  }

  async addRuns(runIds: readonly string[]): Promise<void> {
    for (const runId of runIds) {
      const found = await this.#notices.attempt(() => this.#line.lab.getRun({ runId }))
      if (found === undefined || this.#runs.some((run) => run.runId === runId)) continue
      const { config } = foldRun(newRun, found.events)
      const { number, name } = found.summary
      if (config !== undefined) this.#runs = [...this.#runs, { runId, number, name, config }]
    }
  }

  removeRun(runId: string): void {
    this.#runs = this.#runs.filter((run) => run.runId !== runId)
  }

  #draftAxis(name: FieldName): AxisDraft {
    return draftAxis(++this.#axisId, name, this.#form.preview)
  }
}
