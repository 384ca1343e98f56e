import { beganWith } from '../../../core/run/began-with'
import type { RunConfig } from '../../../core/settings/run-config'
import type { CurrentRun } from './current-run.svelte'

/**
 * Whose settings stand beside a run's curve and results, and in the code: its own, or those of the next run. A live run
 * shows its own; one that is opened begins with its own; editing a setting shows the next run's.
 */
export class ShownSettings {
  #asked = $state.raw<'run' | 'next'>('run')
  readonly #run: Pick<CurrentRun, 'state' | 'live'>

  constructor(run: Pick<CurrentRun, 'state' | 'live'>) {
    this.#run = run
  }

  /** What the run on screen was trained with; undefined where a file that another program wrote does not say. */
  get ofRun(): RunConfig | undefined {
    const { status, dataset } = this.#run.state
    return status.kind === 'imported' && dataset === undefined ? undefined : beganWith(this.#run.state)
  }

  get whose(): 'run' | 'next' {
    if (this.ofRun === undefined) return 'next'
    return this.#run.live ? 'run' : this.#asked
  }

  show(whose: 'run' | 'next'): void {
    this.#asked = whose
  }
}
