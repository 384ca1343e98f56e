import { LabError } from '../../../core/base/lab-error'
import type { MethodOutput } from '../../../lab/contract/contract'
import type { DatasetSource, DatasetStatus } from '../../../lab/contract/dataset-status'
import type { LabLine } from '../line/connection.svelte'
import type { Notices } from '../line/notices.svelte'

export type SampleClasses = MethodOutput<'getSamples'>['classes']

const samplesPerClass = 12

/** The data set on this machine: absent, on its way, broken or ready. */
export class DatasetState {
  #status = $state.raw<DatasetStatus | undefined>(undefined)
  #samples = $state.raw<SampleClasses | undefined>(undefined)
  #samplesOf: string | undefined
  readonly #line: LabLine
  readonly #notices: Notices

  constructor(line: LabLine, notices: Notices) {
    this.#line = line
    this.#notices = notices
  }

  /** undefined until the lab has answered */
  get status(): DatasetStatus | undefined {
    return this.#status
  }

  get ready(): Extract<DatasetStatus, { state: 'ready' }> | undefined {
    return this.#status?.state === 'ready' ? this.#status : undefined
  }

  /** The first images of every class, once they were asked for. */
  get samples(): SampleClasses | undefined {
    return this.#samples
  }

  receive(status: DatasetStatus): void {
    this.#status = status
  }

  async refresh(): Promise<void> {
    const status = await this.#notices.attempt(() => this.#line.lab.getDataset({}))
    if (status !== undefined) this.receive(status)
  }

  async loadSamples(): Promise<void> {
    const hash = this.ready?.hash
    if (hash === undefined || hash === this.#samplesOf) return
    this.#samplesOf = hash
    const samples = await this.#notices.attempt(() =>
      this.#line.lab.getSamples({ perClass: samplesPerClass })
    )
    if (samples === undefined) this.#samplesOf = undefined
    else this.#samples = samples.classes
  }

  /** A failure shows where the download is, not as a passing notice. */
  async download(source: DatasetSource, path: string): Promise<void> {
    try {
      await this.#line.lab.downloadDataset(source === 'local' ? { source, path } : { source })
    } catch (thrown) {
      const name = this.#status?.name ?? 'The data set'
      this.receive({ state: 'failed', name, error: LabError.from(thrown).toData() })
    }
  }

  /** Hashes every file again. @returns whether all of them match */
  async verify(): Promise<boolean> {
    const status = await this.#notices.attempt(() => this.#line.lab.verifyDataset({}))
    if (status !== undefined) this.receive(status)
    return status?.state === 'ready'
  }

  async cancel(): Promise<void> {
    await this.#notices.attempt(() => this.#line.lab.cancelDownload({}))
  }
}
