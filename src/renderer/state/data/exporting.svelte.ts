import { LabError } from '../../../core/base/lab-error'
import type { DatasetInfo } from '../../../core/data/dataset-info'
import type { ExportForm, ExportProgress } from '../../../lab/contract/dataset-export'
import type { LabLine } from '../line/connection.svelte'
import type { Notices } from '../line/notices.svelte'

type Exported = Pick<DatasetInfo, 'id' | 'name'>

/** A data set on its way out: as what, where to, and how far it is. */
export class Exporting {
  #dataset = $state.raw<Exported | undefined>(undefined)
  #form = $state.raw<ExportForm>('file')
  #open = $state.raw(false)
  #running = $state.raw(false)
  #progress = $state.raw<ExportProgress | undefined>(undefined)
  #problem = $state.raw<LabError | undefined>(undefined)
  #written = $state.raw<string | undefined>(undefined)
  readonly #line: LabLine
  readonly #notices: Notices
  readonly #handOut: (id: string) => void

  /** @param handOut lets the browser download a data set as one file */
  constructor(line: LabLine, notices: Notices, handOut: (id: string) => void) {
    this.#line = line
    this.#notices = notices
    this.#handOut = handOut
  }

  get open(): boolean {
    return this.#open
  }

  /** The one that was asked for. */
  get dataset(): Exported | undefined {
    return this.#dataset
  }

  get form(): ExportForm {
    return this.#form
  }

  get running(): boolean {
    return this.#running
  }

  /** undefined until something of it is written */
  get progress(): ExportProgress | undefined {
    return this.#progress
  }

  /** What kept the last attempt from its end. */
  get problem(): LabError | undefined {
    return this.#problem
  }

  /** Where it lies now. */
  get written(): string | undefined {
    return this.#written
  }

  /** One that is under way is shown instead. */
  show({ id, name }: Exported): void {
    this.#open = true
    if (this.#running) return
    this.#dataset = { id, name }
    this.#problem = undefined
    this.#written = undefined
  }

  /** An export under way goes on. */
  close(): void {
    this.#open = false
  }

  choose(form: ExportForm): void {
    this.#form = form
    this.#problem = undefined
  }

  /** Asks in the system's dialog where it should go, and writes it there. */
  async pickAndStart(): Promise<void> {
    const dataset = this.#dataset?.id
    if (dataset === undefined || this.#running) return
    try {
      const { path } = await this.#line.lab.chooseExportPlace({ dataset, as: this.#form })
      if (path !== undefined) await this.start(path)
    } catch (thrown) {
      this.#problem = LabError.from(thrown)
    }
  }

  /** Writes it to a path on the computer that Tenfold runs on. */
  async start(path: string): Promise<void> {
    const dataset = this.#dataset
    if (dataset === undefined || this.#running || path.trim() === '') return
    this.#running = true
    this.#problem = undefined
    this.#progress = undefined
    try {
      const written = await this.#line.lab.exportDataset({ dataset: dataset.id, as: this.#form, path })
      this.#written = written.path
      if (!this.#open) this.#notices.say(`“${dataset.name}” was exported to ${written.path}.`)
    } catch (thrown) {
      const error = LabError.from(thrown)
      if (error.code !== 'cancelled') this.#problem = error
      if (!this.#open) this.#notices.report(error)
    }
    this.#running = false
  }

  /** Lets the browser download it; what would keep it from that is told here. */
  async download(): Promise<void> {
    const dataset = this.#dataset?.id
    if (dataset === undefined) return
    try {
      const status = await this.#line.lab.getDataset({ dataset })
      if (status.state === 'failed') throw LabError.fromData(status.error)
      this.#handOut(dataset)
      this.close()
    } catch (thrown) {
      this.#problem = LabError.from(thrown)
    }
  }

  async cancel(): Promise<void> {
    await this.#notices.attempt(() => this.#line.lab.cancelExport({}))
  }

  /** Another window may be exporting, too. */
  receive(progress: ExportProgress): void {
    if (this.#running) this.#progress = progress
  }
}
