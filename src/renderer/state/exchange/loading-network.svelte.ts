import { lastPart, namesClasses } from '../../../core/checkpoint/checkpoint-files'
import type { DatasetInfo } from '../../../core/data/dataset-info'
import { LabError } from '../../../core/base/lab-error'
import type { MethodInput } from '../../../lab/contract/contract'
import type { ToldOfNetwork } from '../../../lab/contract/told-of-network'
import type { ExaminedNetwork } from '../../../lab/contract/weights-fit'
import { Answering } from './answering.svelte'
import { FittingWeights } from './fitting-weights.svelte'

type Load = MethodInput<'loadCheckpoint'>
export type Files = Load['files']

interface Parts {
  readonly examine: (asked: { readonly files: Files; readonly dataset: string }) => Promise<ExaminedNetwork>
  /** Makes a run of the files and opens it; it throws a LabError where it cannot. */
  readonly load: (asked: Load) => Promise<void>
  readonly dataset: (id: string) => DatasetInfo | undefined
}

/** Files of a network on their way in: what they leave open is asked in one dialog. */
export class LoadingNetwork {
  readonly fitting = new FittingWeights()
  readonly answering = new Answering()
  #files = $state.raw<Files | undefined>(undefined)
  #dataset = $state.raw<DatasetInfo | undefined>(undefined)
  #examined = $state.raw<ExaminedNetwork | undefined>(undefined)
  #busy = $state.raw(false)
  #problem = $state.raw<LabError | undefined>(undefined)
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** Whether the dialog is open. */
  get open(): boolean {
    return this.#files !== undefined
  }

  /** That of the network itself, where there are several. */
  get fileName(): string {
    return fileNameOf(this.#files ?? [])
  }

  /** The data set that it is to be used with. */
  get dataset(): DatasetInfo | undefined {
    return this.#dataset
  }

  get examined(): ExaminedNetwork | undefined {
    return this.#examined
  }

  get told(): ToldOfNetwork | undefined {
    return this.answering.told
  }

  get busy(): boolean {
    return this.#busy
  }

  get problem(): LabError | undefined {
    return this.#problem
  }

  /** Whether everything is answered. */
  get ready(): boolean {
    const { fit, examined } = this.fitting
    const fitted = examined === undefined || fit !== undefined
    return fitted && this.answering.answers !== undefined && this.told?.misfit === null && !this.#busy
  }

  /** Loads files at once where they say everything, or asks. @throws LabError where they cannot be read */
  async begin(files: Files, dataset: DatasetInfo): Promise<void> {
    if (saysEverything(files)) return this.#parts.load({ files, dataset: dataset.id })
    const examined = await this.#parts.examine({ files, dataset: dataset.id })
    if (!isOpen(examined)) return this.#parts.load({ files, dataset: dataset.id })
    this.#show(files, examined, dataset)
  }

  close(): void {
    this.#files = undefined
    this.#examined = undefined
    this.#problem = undefined
    this.fitting.show(undefined)
    this.answering.end()
  }

  chooseNetwork(id: string): void {
    this.#problem = undefined
    this.fitting.choose(id)
    this.#ask()
  }

  /** Asks again, for another data set. */
  async useDataset(id: string): Promise<void> {
    const [files, dataset] = [this.#files, this.#parts.dataset(id)]
    if (files === undefined || dataset === undefined) return
    await this.#attempt(async () => {
      this.#show(files, await this.#parts.examine({ files, dataset: id }), dataset)
    })
  }

  async accept(): Promise<void> {
    const { answers } = this.answering
    const [files, dataset] = [this.#files, this.#dataset]
    if (!this.ready || answers === undefined || files === undefined || dataset === undefined) return
    const { fit } = this.fitting
    await this.#attempt(async () => {
      await this.#parts.load({ files, dataset: dataset.id, answers, ...(fit === undefined ? {} : { fit }) })
      this.close()
    })
  }

  #show(files: Files, examined: ExaminedNetwork, dataset: DatasetInfo): void {
    this.#files = files
    this.#examined = examined
    this.#dataset = dataset
    this.#problem = undefined
    this.fitting.show(examined.kind === 'weights' ? examined : undefined)
    this.#ask()
  }

  #ask(): void {
    const [examined, dataset] = [this.#examined, this.#dataset]
    if (examined === undefined || dataset === undefined) return
    const { network } = this.fitting
    this.answering.ask(examined.kind === 'whole' ? examined.told : network?.told, {
      dataset,
      remembered: examined.remembered,
      network: network?.name
    })
  }

  async #attempt(action: () => Promise<void>): Promise<void> {
    if (this.#busy) return
    this.#busy = true
    this.#problem = undefined
    try {
      await action()
    } catch (thrown) {
      this.#problem = LabError.from(thrown)
    }
    this.#busy = false
  }
}

/** Whether there is something to ask or to say. A network that fits no data set here is refused by the lab instead. */
function isOpen(examined: ExaminedNetwork): boolean {
  if (examined.kind === 'weights') return true
  const { pixelsFrom, classes, asksChannels, leftOut, misfit } = examined.told
  if (misfit !== null) return misfit.datasets.length > 0
  return pixelsFrom !== 'file' || classes === null || asksChannels || leftOut.length > 0
}

/** Tenfold's own files, as far as their names tell. */
function saysEverything(files: Files): boolean {
  return files.some(({ name }) => /(\.tenfold\.json|(^|\/)training\.json)$/i.test(name))
}

function fileNameOf(files: Files): string {
  const names = files.map(({ name }) => lastPart(name))
  return (
    names.find((name) => /model[^/]*\.json$/i.test(name)) ?? names.find((name) => !namesClasses(name)) ?? ''
  )
}
