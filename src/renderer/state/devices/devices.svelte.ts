import { byBatchSize, type SpeedTable, type TimedWorkload } from '../../../core/engine/engine-speed'
import { formatCount } from '../../../core/format/format-number'
import type { Finding } from '../../../lab/contract/diagnosis'
import type { EngineTiming } from '../../../lab/contract/engine-status'
import type { TensorflowNotice, TensorflowSource } from '../../../lab/contract/tensorflow-status'
import type { LabLine } from '../line/connection.svelte'
import type { Engines } from './engines.svelte'
import type { Notices } from '../line/notices.svelte'

/** From the lesson's to one that keeps a large graphics card busy. */
const usualSizes = [4, 32, 128, 512]
/** Whatever may have been measured before. */
const likelySizes = Array.from({ length: 13 }, (_, i) => 2 ** i)

/** What the machine has to compute with: its diagnosis, TensorFlow's library, and how fast each engine is. */
export class Devices {
  #findings = $state.raw<readonly Finding[] | undefined>(undefined)
  #examining = $state.raw(false)
  #tensorflow = $state.raw<TensorflowNotice | undefined>(undefined)
  #timing = $state.raw<EngineTiming>({ state: 'idle' })
  #measuring = $state.raw(false)
  #tables = $state.raw<readonly SpeedTable[]>([])
  readonly #line: LabLine
  readonly #notices: Notices
  readonly #engines: Engines

  constructor(line: LabLine, notices: Notices, engines: Engines) {
    this.#line = line
    this.#notices = notices
    this.#engines = engines
  }

  /** undefined until the machine was looked at */
  get findings(): readonly Finding[] | undefined {
    return this.#findings
  }

  get examining(): boolean {
    return this.#examining
  }

  get tensorflow(): TensorflowNotice | undefined {
    return this.#tensorflow
  }

  /** The engine that is being timed now, for a table or before a run. */
  get timing(): EngineTiming {
    return this.#timing
  }

  get measuring(): boolean {
    return this.#measuring
  }

  /** By batch size, of the workload that was asked for last. */
  get tables(): readonly SpeedTable[] {
    return this.#tables
  }

  receiveTiming(timing: EngineTiming): void {
    if (timing.state === 'timing' && this.#timing.state === 'idle' && !this.#measuring) {
      const size = formatCount(timing.batchSize)
      this.#notices.say(`Before training starts, auto times the engines once at a batch size of ${size}.`)
    }
    this.#timing = timing
  }

  receiveTensorflow(notice: TensorflowNotice): void {
    const before = this.#tensorflow?.status.state
    this.#tensorflow = notice
    if (before === 'installing' && notice.status.state !== 'installing') void this.examine()
  }

  /** Looks at the machine, and asks the engines again. @param afresh also forgets how the last installation failed */
  async examine(afresh = false): Promise<void> {
    if (this.#examining) return
    this.#examining = true
    if (afresh) await this.#engines.refresh(true)
    const diagnosis = await this.#notices.attempt(() => this.#line.lab.diagnose({}))
    if (diagnosis !== undefined) this.#findings = diagnosis.findings
    const notice = await this.#notices.attempt(() => this.#line.lab.getTensorflow({}))
    if (notice !== undefined) this.#tensorflow = notice
    await this.#engines.refresh()
    this.#examining = false
  }

  /** What is known of a workload from before. */
  async recall(workload: TimedWorkload, batchSize: number): Promise<void> {
    const batchSizes = including(likelySizes, batchSize)
    const answer = await this.#notices.attempt(() => this.#line.lab.getEngineSpeeds({ workload, batchSizes }))
    if (answer !== undefined && !this.#measuring) this.#tables = byBatchSize(answer.tables)
  }

  /** Times every engine at the usual batch sizes and at this one. */
  async measure(workload: TimedWorkload, batchSize: number): Promise<void> {
    if (this.#measuring) return
    this.#measuring = true
    const batchSizes = including(usualSizes, batchSize)
    const again = this.#tables.length > 0
    const answer = await this.#notices.attempt(() =>
      this.#line.lab.measureEngines({ workload, batchSizes, again })
    )
    if (answer !== undefined) this.#tables = byBatchSize(answer.tables)
    this.#measuring = false
    await this.#engines.refresh()
  }

  async cancelMeasuring(): Promise<void> {
    await this.#notices.attempt(() => this.#line.lab.cancelMeasuring({}))
  }

  async installTensorflow(source: TensorflowSource): Promise<void> {
    await this.#notices.attempt(() => this.#line.lab.installTensorflow({ source }))
  }

  async renewTensorflow(): Promise<void> {
    await this.#notices.attempt(() => this.#line.lab.renewTensorflow({}))
  }

  async cancelTensorflow(): Promise<void> {
    await this.#notices.attempt(() => this.#line.lab.cancelTensorflow({}))
  }

  async removeTensorflow(): Promise<void> {
    await this.#notices.attempt(() => this.#line.lab.removeTensorflow({}))
    await this.examine()
  }
}

function including(sizes: readonly number[], size: number): number[] {
  return sizes.includes(size) ? [...sizes] : [...sizes, size].sort((a, b) => a - b)
}
