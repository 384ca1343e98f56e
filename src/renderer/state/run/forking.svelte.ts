import { forkSettings } from '../../../core/run/fork-settings'
import type { DatasetInfo } from '../../../core/data/dataset-info'
import { trainingSize } from '../../../core/training/training-size'
import type { RunSummary } from '../../../lab/contract/run-summary'
import type { TrainingForm } from '../settings/training-form.svelte'
import type { CurrentRun } from './current-run.svelte'
import type { ShownSettings } from './shown-settings.svelte'

/** Chooses the checkpoint of the run on screen from which the next run continues. */
export class Forking {
  /** The run whose checkpoints are offered. */
  #asked = $state.raw<string | undefined>(undefined)
  readonly #run: Pick<CurrentRun, 'runId' | 'state' | 'live'>
  readonly #form: TrainingForm
  readonly #shown: ShownSettings

  constructor(run: Pick<CurrentRun, 'runId' | 'state' | 'live'>, form: TrainingForm, shown: ShownSettings) {
    this.#run = run
    this.#form = form
    this.#shown = shown
  }

  /** Whether the checkpoints of the run on screen are offered. */
  get asking(): boolean {
    return this.#asked !== undefined && this.#asked === this.#run.runId
  }

  ask(): void {
    this.#asked = this.#run.runId
  }

  cancel(): void {
    this.#asked = undefined
  }

  /** Why the run on screen cannot be forked, in a sentence. */
  get obstacle(): string | undefined {
    const { checkpoints, config } = this.#run.state
    if (this.#run.live) return 'Stop the run before you fork it.'
    if (config === undefined || checkpoints.length === 0)
      return 'This run has no checkpoint, so there is nothing to continue from.'
    return undefined
  }

  /** Fills the form with the settings that the run had at a checkpoint; the next run continues from it. */
  choose({ runId, number }: RunSummary, step: number, dataset: DatasetInfo): void {
    this.#asked = undefined
    const { config, learningRates, dataset: own } = this.#run.state
    if (config === undefined || runId !== this.#run.runId) return
    const { stepsPerEpoch } = trainingSize(config, dataset.splits.train.images)
    this.#form.beginFork({
      runId,
      number,
      step,
      stepsPerEpoch,
      trained: own !== undefined,
      config: forkSettings(config, { learningRates }, step)
    })
    this.#shown.show('next')
  }
}
