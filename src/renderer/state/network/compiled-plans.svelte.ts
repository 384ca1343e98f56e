import { workPerImage } from '../../../core/model/multiply-adds'
import type { RunConfig } from '../../../core/settings/run-config'
import type { RunState } from '../../../core/run/run-state'
import type { PlanAnswer, PlanQuestion } from '../../../lab/contract/plan'
import type { LabLine } from '../line/connection.svelte'
import { LatestAnswer } from '../line/latest-answer.svelte'

/** How networks are compiled, and how far training is from the most that the machine could do. */
export class CompiledPlans {
  readonly #line: LabLine
  readonly #answer: LatestAnswer<PlanQuestion, PlanAnswer>
  #peak = $state.raw<number | undefined>(undefined)
  #measuring = false

  /** @param dataset the id of the chosen data set */
  constructor(line: LabLine, dataset: () => string) {
    this.#line = line
    this.#answer = new LatestAnswer((request) =>
      this.#line.lab.describePlan({ ...request, dataset: dataset() })
    )
  }

  /** The plan that was asked for last, as soon as it is there. */
  get answer(): PlanAnswer | undefined {
    return this.failure === undefined ? this.#answer.current?.answer : undefined
  }

  /** Why the network cannot be compiled. */
  get failure(): string | undefined {
    const { error } = this.#answer
    return error === undefined || error.code === 'offline' ? undefined : `${error.message} ${error.hint}`
  }

  /** Asks for the plan of a configuration; to be called in an effect, so that it follows every edit. */
  load({ model, optimizer, batchSize, clip, threads, seed, engine }: RunConfig): void {
    void this.#answer.ask({ model, optimizer, batchSize, clip, threads, seed, engine })
  }

  /** Has the machine measured, unless that was done; the lab does not while a run trains. */
  async measurePeak(): Promise<void> {
    if (this.#measuring || this.#peak !== undefined) return
    this.#measuring = true
    try {
      this.#peak = (await this.#line.lab.measurePeak({})).operationsPerSecond
    } catch {
      // Without it a share is missing, and nothing else; the next look tries again.
      this.#peak = undefined
    } finally {
      this.#measuring = false
    }
  }

  /**
   * What share of the operations that the run's threads could do are the multiply-adds that its network asks for.
   * @returns undefined before it is known, and for engines that do not compute in WebAssembly
   */
  shareOfPeak(
    { config, device }: Pick<RunState, 'config' | 'device'>,
    imagesPerSecond: number
  ): number | undefined {
    if (this.#peak === undefined || config === undefined || device?.engine !== 'wasm') return undefined
    // A multiply-add is two operations.
    return (2 * workPerImage(config.model) * imagesPerSecond) / (this.#peak * device.threads)
  }
}
