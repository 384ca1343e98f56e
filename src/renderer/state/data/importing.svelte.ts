import type { DatasetId } from '../../../core/data/dataset-id'
import { LabError } from '../../../core/base/lab-error'
import { readDecimal, readWholeNumber } from '../../../core/base/read-number'
import type { ImportFinding } from '../../../core/data/import-finding'
import type { MethodInput } from '../../../lab/contract/contract'
import type { Examination, FoundSet, ImportRequest, ImportStatus } from '../../../lab/contract/dataset-import'
import { imagePlanes } from '../../bytes/image-planes'
import { errorsOf, type FieldErrors, fieldsOf, type ImportFields } from './import-fields'
import { LatestAnswer } from '../line/latest-answer.svelte'
import { Sending } from './sending.svelte'
import type { SentFolder } from './sent-files'
import type { LabLine } from '../line/connection.svelte'
import type { Notices } from '../line/notices.svelte'

type PreviewQuestion = MethodInput<'previewImages'>

export interface PreviewImage {
  readonly file: string
  /** u8[channels, height, width] */
  readonly planes: Uint8Array
}

interface Preview {
  readonly shape: readonly [number, number, number]
  readonly images: readonly PreviewImage[]
}

/** A data set that is missing, and what needs it. */
export interface Wanted extends DatasetId {
  readonly by: 'run' | 'assignment'
}

/** A data set on its way into the library: what is looked at, how it is to come in, and how far it is. */
export class Importing {
  #open = $state.raw(false)
  #wanted = $state.raw<Wanted | undefined>(undefined)
  #looking = $state.raw(false)
  #found = $state.raw<Examination | undefined>(undefined)
  #problem = $state.raw<LabError | undefined>(undefined)
  #fields = $state.raw<ImportFields | undefined>(undefined)
  #status = $state.raw<ImportStatus>({ state: 'none' })
  #findings = $state.raw<readonly ImportFinding[]>([])
  readonly #preview: LatestAnswer<PreviewQuestion, Preview>
  readonly sending: Sending
  readonly #line: LabLine
  readonly #notices: Notices
  readonly #onDone: (id: string, name: string) => void

  /** @param onDone told of a data set that came in while nobody looked */
  constructor(line: LabLine, notices: Notices, onDone: (id: string, name: string) => void) {
    this.#line = line
    this.#notices = notices
    this.#onDone = onDone
    this.sending = new Sending(line)
    this.#preview = new LatestAnswer(async (question) => {
      const { files, images } = await line.lab.previewImages(question)
      const planes = imagePlanes(images, question.shape)
      return {
        shape: question.shape,
        images: files.flatMap((file, i) => {
          const own = planes[i]
          return own === undefined ? [] : [{ file, planes: own }]
        })
      }
    })
  }

  /** The missing data set that somebody looks for. */
  get wanted(): Wanted | undefined {
    return this.#wanted
  }

  get open(): boolean {
    return this.#open
  }

  get looking(): boolean {
    return this.#looking
  }

  /** What is at the place that was looked at. */
  get found(): Examination | undefined {
    return this.#found
  }

  /** What keeps the place from being looked at, or kept the last import from its end. */
  get problem(): LabError | undefined {
    return this.#problem
  }

  get fields(): ImportFields | undefined {
    return this.#fields
  }

  get status(): ImportStatus {
    return this.#status
  }

  get findings(): readonly ImportFinding[] {
    return this.#findings
  }

  get preview(): Preview | undefined {
    return this.#preview.current?.answer
  }

  get errors(): FieldErrors {
    return this.#fields === undefined ? {} : errorsOf(this.#fields)
  }

  /** What would be imported; undefined while a field holds a mistake. */
  get request(): Extract<ImportRequest, { kind: 'folder' }> | undefined {
    const fields = this.#fields
    if (this.#found?.kind !== 'folder' || fields === undefined || Object.keys(this.errors).length > 0)
      return undefined
    return {
      kind: 'folder',
      path: this.#found.path,
      name: fields.name.trim(),
      shape: [readWholeNumber(fields.height), readWholeNumber(fields.width), fields.channels],
      fit: fields.fit,
      seed: readWholeNumber(fields.seed),
      testShare: readDecimal(fields.testShare) / 100
    }
  }

  /** @param wanted a data set that is missing, if that is what somebody looks for */
  show(wanted?: Wanted): void {
    this.#wanted = wanted
    this.#open = true
    if (this.#status.state === 'running') return
    this.#status = { state: 'none' }
    this.back()
  }

  /** An import under way goes on. */
  close(): void {
    this.#open = false
  }

  /** To another place. */
  back(): void {
    this.#found = undefined
    this.#fields = undefined
    this.#problem = undefined
  }

  async look(path: string): Promise<void> {
    if (this.#looking || path.trim() === '') return
    this.#looking = true
    this.#problem = undefined
    try {
      this.#found = await this.#line.lab.examinePlace({ path })
      this.#fields = this.#found.kind === 'folder' ? fieldsOf(this.#found) : undefined
    } catch (thrown) {
      this.#problem = LabError.from(thrown)
    }
    this.#looking = false
  }

  /** Sends files of this computer to the one that Tenfold runs on, and looks at them there. */
  async send(folder: SentFolder | undefined): Promise<void> {
    if (folder === undefined || this.#looking || this.sending.progress !== undefined) return
    this.#problem = undefined
    if (folder.files.length === 0) {
      this.#problem = new LabError(
        'invalid-input',
        `There are no files in “${folder.name}”.`,
        'Choose the folder that holds the class folders.'
      )
      return
    }
    try {
      const path = await this.sending.send(folder)
      if (path !== undefined) await this.look(path)
    } catch (thrown) {
      this.#problem = LabError.from(thrown)
    }
  }

  /** Opens the system's dialog, and looks at what was chosen. */
  async pick(what: 'folder' | 'file'): Promise<void> {
    const picked = await this.#notices.attempt(() => this.#line.lab.pickPlace({ what }))
    if (picked?.path !== undefined) await this.look(picked.path)
  }

  set(change: Partial<ImportFields>): void {
    if (this.#fields !== undefined) this.#fields = { ...this.#fields, ...change }
  }

  /** In an effect, so that the pictures follow the fields. */
  loadPreview(): void {
    const { request } = this
    if (this.#found?.kind !== 'folder' || request === undefined) return
    void this.#preview.ask({
      path: request.path,
      files: this.#found.examples,
      shape: request.shape,
      fit: request.fit
    })
  }

  async startFolder(): Promise<void> {
    const { request } = this
    if (request !== undefined) await this.#start(request)
  }

  async startKnown({ name, variant }: FoundSet): Promise<void> {
    if (this.#found?.kind !== 'known') return
    await this.#start({
      kind: 'known',
      path: this.#found.path,
      name: variant === undefined ? name : `${name}, ${variant}`,
      set: name,
      ...(variant === undefined ? {} : { variant })
    })
  }

  async startArchive(): Promise<void> {
    if (this.#found?.kind === 'archive') await this.#start({ kind: 'archive', path: this.#found.path })
  }

  async startDownload(set: string): Promise<void> {
    await this.#start({ kind: 'download', set })
  }

  async cancel(): Promise<void> {
    await this.#notices.attempt(() => this.#line.lab.cancelImport({}))
  }

  async refresh(): Promise<void> {
    const status = await this.#notices.attempt(() => this.#line.lab.getImport({}))
    // How an earlier one ended was told then.
    if (status?.state === 'running') this.#status = status
  }

  receive(status: ImportStatus): void {
    this.#status = status
    switch (status.state) {
      case 'running':
      case 'none':
        break
      case 'failed':
        this.#problem = LabError.fromData(status.error)
        if (!this.#open) this.#notices.report(this.#problem)
        break
      case 'done':
        this.#found = undefined
        this.#fields = undefined
        if (this.#open) void this.#loadFindings(status.id)
        else this.#onDone(status.id, status.name)
    }
  }

  async #loadFindings(dataset: string): Promise<void> {
    const answer = await this.#notices.attempt(() => this.#line.lab.getFindings({ dataset }))
    if (answer !== undefined) this.#findings = answer.findings
  }

  async #start(request: ImportRequest): Promise<void> {
    this.#problem = undefined
    this.#findings = []
    try {
      await this.#line.lab.importDataset(request)
    } catch (thrown) {
      this.#problem = LabError.from(thrown)
    }
  }
}
