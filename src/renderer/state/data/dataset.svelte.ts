import type { DatasetInfo } from '../../../core/data/dataset-info'
import { lessonDataset } from '../../../core/data/lesson-dataset'
import { LabError } from '../../../core/base/lab-error'
import type { MethodOutput } from '../../../lab/contract/contract'
import type { DatasetSource, DatasetStatus } from '../../../lab/contract/dataset-status'
import type { ImagesOf } from './images-of'
import { cancelledDownload } from './cancelled-download'
import type { LabLine } from '../line/connection.svelte'
import type { Notices } from '../line/notices.svelte'

export type SampleClasses = MethodOutput<'getSamples'>['classes']

const samplesPerClass = 5
/** Classes whose samples are shown at a time. */
export const classesPerPage = 10

/** The chosen data set on this machine: absent, on its way, broken or ready. */
export class DatasetState implements ImagesOf {
  #status = $state.raw<DatasetStatus | undefined>(undefined)
  #samples = $state.raw<SampleClasses | undefined>(undefined)
  #samplesOf: string | undefined
  /** The id of the home, once it is known. */
  #home: string | undefined
  /** The notice of a download that was cancelled. */
  #cancelled: number | undefined
  #firstClass = $state.raw(0)
  readonly #line: LabLine
  readonly #notices: Notices
  readonly #onStatus: (status: DatasetStatus) => void
  readonly #chosen: () => string | undefined

  /**
   * @param onStatus told of whatever becomes of it
   * @param chosen the id of the data set; undefined: the home
   */
  constructor(
    line: LabLine,
    notices: Notices,
    onStatus: (status: DatasetStatus) => void = () => undefined,
    chosen = (): string | undefined => undefined
  ) {
    this.#chosen = chosen
    this.#line = line
    this.#notices = notices
    this.#onStatus = onStatus
  }

  /** undefined until the lab has answered */
  get status(): DatasetStatus | undefined {
    return this.#status
  }

  /** What is known of it before its files are here; the lesson's until the lab has answered. */
  get info(): DatasetInfo {
    return this.#status?.info ?? lessonDataset
  }

  get ready(): Extract<DatasetStatus, { state: 'ready' }> | undefined {
    return this.#status?.state === 'ready' ? this.#status : undefined
  }

  get here(): boolean {
    return this.ready !== undefined
  }

  /** What a call names it by. */
  get #named(): { readonly dataset?: string } {
    const dataset = this.#chosen()
    return dataset === undefined ? {} : { dataset }
  }

  /** The first images of the classes that are shown, once they were asked for. */
  get samples(): SampleClasses | undefined {
    return this.#samples
  }

  /** The first of the classes whose samples are shown, and how many they are. */
  get samplePage(): { readonly first: number; readonly classes: number } {
    return {
      first: this.#firstClass,
      classes: Math.min(classesPerPage, this.info.classes.length - this.#firstClass)
    }
  }

  /** Shows the samples of the classes from this one on. */
  showClasses(first: number): void {
    const last = this.info.classes.length - 1
    this.#firstClass = Math.min(last - (last % classesPerPage), Math.max(0, first - (first % classesPerPage)))
  }

  /** Other data sets tell of themselves too. */
  receive(status: DatasetStatus): void {
    const { id } = status.info
    if (id !== (this.#chosen() ?? this.#home ?? id)) return
    this.#status = status
    if (status.state === 'downloading') this.#notices.dismiss(this.#cancelled)
    this.#onStatus(status)
  }

  async refresh(): Promise<void> {
    const chosen = this.#chosen()
    const status = await this.#notices.attempt(() => this.#line.lab.getDataset(this.#named))
    // Another one may have been chosen in the meantime.
    if (status === undefined || chosen !== this.#chosen()) return
    if (chosen === undefined) this.#home = status.info.id
    this.receive(status)
  }

  /** Shows the one that has been chosen, which is known from the list. */
  show(status: DatasetStatus): void {
    this.#firstClass = 0
    this.#samples = undefined
    this.#samplesOf = undefined
    this.receive(status)
  }

  async loadSamples(): Promise<void> {
    const { samplePage } = this
    if (this.ready === undefined) return
    const question = JSON.stringify([this.ready.info.hash, samplePage])
    if (question === this.#samplesOf) return
    this.#samplesOf = question
    const samples = await this.#notices.attempt(() =>
      this.#line.lab.getSamples({ ...this.#named, ...samplePage, perClass: samplesPerClass })
    )
    // Another page may have been turned to in the meantime.
    if (this.#samplesOf !== question) return
    if (samples === undefined) this.#samplesOf = undefined
    else this.#samples = samples.classes
  }

  /** From the source that answers fastest, unless it is here or on its way. */
  async get(): Promise<void> {
    const state = this.#status?.state
    if (state !== 'ready' && state !== 'downloading') await this.download('auto', '')
  }

  /** A failure shows where the download is, not as a passing notice. */
  async download(source: DatasetSource, path: string): Promise<void> {
    try {
      await this.#line.lab.downloadDataset({
        ...this.#named,
        ...(source === 'local' ? { source, path } : { source })
      })
    } catch (thrown) {
      this.receive({ state: 'failed', info: this.info, error: LabError.from(thrown).toData() })
    }
  }

  /** Hashes every file again. @returns whether all of them match */
  async verify(): Promise<boolean> {
    const status = await this.#notices.attempt(() => this.#line.lab.verifyDataset(this.#named))
    if (status !== undefined) this.receive(status)
    return status?.state === 'ready'
  }

  /** Says what is kept. */
  async cancel(): Promise<void> {
    const before = this.#status
    const done = await this.#notices.attempt(() => this.#line.lab.cancelDownload(this.#named))
    // It may have come to its end by itself.
    if (done === undefined || before?.state !== 'downloading' || this.ready !== undefined) return
    this.#cancelled = this.#notices.say(cancelledDownload(before), {
      label: 'Continue',
      run: () => void this.get()
    })
  }
}
