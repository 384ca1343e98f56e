import { cpus } from 'node:os'
import { type EngineId, engineNames } from '../../core/base/engine-id'
import {
  type EngineChoice,
  type EngineSpeed,
  fastestEngine,
  nextBatchSize,
  type SpeedTable,
  type TimedWorkload
} from '../../core/engine/engine-speed'
import { LabError } from '../../core/base/lab-error'
import { formatCount, formatRate } from '../../core/format/format-number'
import type { EngineStatus, EngineTiming } from '../contract/engine-status'
import { cancelled } from '../download/failure'
import { runTrainerJob, type TrainerTask } from '../training/run-trainer-job'
import { trainerNode } from '../training/trainer-node'
import type { EngineProbe } from './engine-probe'
import type { SpeedStore } from './speed-store'

export interface EngineBenchOptions {
  readonly trainerFile: string
  /** Of the lab. */
  readonly version: string
  readonly probe: EngineProbe
  readonly store: SpeedStore
  readonly onTiming: (timing: EngineTiming) => void
}

/** Tables of one measurement, those that are added around a crossover included. */
const mostTables = 14
/** It defines what the others compute, slowly; nobody wants it timed where there is another. */
const yardstick: EngineId = 'reference'

type Contender = Extract<EngineStatus, { available: true }>

/** Lets engines train for a moment, each in a process of its own, and remembers how fast they were. */
export class EngineBench {
  readonly #options: EngineBenchOptions
  #measuring = false
  /** Aborted when the measurement under way is cancelled. */
  #abort = new AbortController()
  #task: TrainerTask<unknown> | undefined

  constructor(options: EngineBenchOptions) {
    this.#options = options
  }

  /**
   * The fastest engine for a run; undefined where there is nothing to choose from, and the first that runs is taken.
   * What is not known yet is measured.
   * @throws LabError 'busy' | 'cancelled'
   */
  async choose(workload: TimedWorkload, batchSize: number): Promise<EngineChoice | undefined> {
    if ((await this.#contenders()).length < 2) return undefined
    const table = await this.#exclusively(() => this.#table(workload, batchSize, false))
    const best = fastestEngine(table)
    return best && { engine: best.engine, reason: reasonFor(best.engine, table), table }
  }

  /** @returns tables of those sizes of which all is known already */
  async known(workload: TimedWorkload, batchSizes: readonly number[]): Promise<SpeedTable[]> {
    const contenders = await this.#contenders()
    const tables: SpeedTable[] = []
    for (const batchSize of batchSizes) {
      const speeds = await Promise.all(
        contenders.map((contender) => this.#remembered(contender, workload, batchSize))
      )
      const found = speeds.flatMap((speed) => speed ?? [])
      if (found.length === contenders.length) tables.push({ batchSize, speeds: found })
    }
    return tables
  }

  /**
   * Each size that is given, and as many between as it takes to find where the winner changes.
   * @throws LabError 'busy' | 'cancelled'
   */
  measure(workload: TimedWorkload, batchSizes: readonly number[], again: boolean): Promise<SpeedTable[]> {
    return this.#exclusively(async () => {
      const tables: SpeedTable[] = []
      for (const batchSize of batchSizes) tables.push(await this.#table(workload, batchSize, again))
      for (;;) {
        const next = nextBatchSize(tables)
        if (next === undefined || tables.length >= mostTables) return tables
        tables.push(await this.#table(workload, next, again))
      }
    })
  }

  async cancel(): Promise<void> {
    if (!this.#measuring) return
    this.#abort.abort()
    await this.#task?.cancel()
  }

  close(): Promise<void> {
    return this.cancel()
  }

  async #exclusively<T>(work: () => Promise<T>): Promise<T> {
    if (this.#measuring) {
      throw new LabError(
        'busy',
        'The engines are being timed.',
        'Wait for it to end, or cancel it under Devices.'
      )
    }
    this.#measuring = true
    this.#abort = new AbortController()
    try {
      return await work()
    } finally {
      this.#measuring = false
      this.#options.onTiming({ state: 'idle' })
    }
  }

  async #table(workload: TimedWorkload, batchSize: number, again: boolean): Promise<SpeedTable> {
    const speeds: EngineSpeed[] = []
    // One after the other, so that each has the machine for itself.
    for (const contender of await this.#contenders()) {
      const known = again ? undefined : await this.#remembered(contender, workload, batchSize)
      speeds.push(known ?? (await this.#time(contender, workload, batchSize)))
    }
    return { batchSize, speeds }
  }

  async #time(contender: Contender, workload: TimedWorkload, batchSize: number): Promise<EngineSpeed> {
    const { trainerFile, store, onTiming } = this.#options
    const { engine } = contender
    this.#throwIfCancelled()
    onTiming({ state: 'timing', engine, batchSize })
    const task = runTrainerJob(trainerFile, { kind: 'time', engine, workload, batchSize }, (message) =>
      message.type === 'timed' ? message : undefined
    )
    this.#task = task
    try {
      const { device, stepsPerSecond } = await task.result
      await store.set(this.#identify(contender, workload, batchSize), { device, stepsPerSecond })
      return { timed: true, engine, device, stepsPerSecond }
    } catch (thrown) {
      this.#throwIfCancelled()
      return { timed: false, engine, reason: LabError.from(thrown).message }
    } finally {
      this.#task = undefined
    }
  }

  #throwIfCancelled(): void {
    if (this.#abort.signal.aborted) throw cancelled()
  }

  async #remembered(
    contender: Contender,
    workload: TimedWorkload,
    batchSize: number
  ): Promise<EngineSpeed | undefined> {
    const known = await this.#options.store.get(this.#identify(contender, workload, batchSize))
    return known && { timed: true, engine: contender.engine, ...known }
  }

  /** Everything on which a speed depends. */
  #identify({ engine, description }: Contender, workload: TimedWorkload, batchSize: number): object {
    const { model, optimizer, threads } = workload
    const processors = cpus()
    return {
      tenfold: this.#options.version,
      node: trainerNode().version,
      processors: [processors.length, processors[0]?.model],
      engine,
      description,
      model,
      // The length of a step takes no time.
      optimizer: { ...optimizer, learningRate: 0 },
      threads,
      batchSize
    }
  }

  async #contenders(): Promise<Contender[]> {
    const available = (await this.#options.probe.list()).flatMap((status) =>
      status.available ? [status] : []
    )
    const contenders = available.filter(({ engine }) => engine !== yardstick)
    return contenders.length === 0 ? available : contenders
  }
}

/** `the fastest at a batch size of 4: 3,900 steps/s; TensorFlow 480`. */
function reasonFor(best: EngineId, { batchSize, speeds }: SpeedTable): string {
  const rate = (speed: EngineSpeed): string =>
    speed.timed ? formatRate(speed.stepsPerSecond) : `not timed (${speed.reason})`
  const winner = speeds.find(({ engine }) => engine === best)
  const others = speeds.filter(({ engine }) => engine !== best)
  const rest = others.map((speed) => `${engineNames[speed.engine]} ${rate(speed)}`)
  const won = winner === undefined ? '' : `${rate(winner)} steps/s`
  return [`the fastest at batch size ${formatCount(batchSize)}: ${won}`, ...rest].join('; ')
}
