import type { DatasetId } from '../../../core/data/dataset-id'
import type { DatasetInfo, RecordedDataset } from '../../../core/data/dataset-info'
import { isLessonDataset } from '../../../core/data/is-lesson-dataset'
import type { MethodOutput } from '../../../lab/contract/contract'
import type { DatasetStatus } from '../../../lab/contract/dataset-status'
import type { LabLine } from '../line/connection.svelte'
import { KeptCurrent } from '../line/kept-current.svelte'
import type { Notices } from '../line/notices.svelte'
import type { ImagesOf } from './images-of'

type Listed = MethodOutput<'listDatasets'>

/** The data sets that there are. */
export class DatasetLibrary {
  #all = $state.raw<readonly DatasetStatus[] | undefined>(undefined)
  #drafts = $state.raw<Listed['drafts']>([])
  #unreadable = $state.raw<Listed['unreadable']>([])
  readonly #listed: KeptCurrent<Listed>

  constructor(line: LabLine, notices: Notices) {
    this.#listed = new KeptCurrent(async () => {
      const listed = await notices.attempt(() => line.lab.listDatasets({}))
      if (listed !== undefined) this.#take(listed)
      return listed
    })
  }

  /** The home first; undefined until the lab has answered. */
  get all(): readonly DatasetStatus[] | undefined {
    return this.#all
  }

  /** Those that cannot be trained on yet. */
  get drafts(): Listed['drafts'] {
    return this.#drafts
  }

  get unreadable(): Listed['unreadable'] {
    return this.#unreadable
  }

  /** Whether it is the lesson's, or the one that the environment names. */
  isHome(id: string): boolean {
    return this.#all?.[0]?.info.id === id
  }

  find(id: string): DatasetStatus | undefined {
    return this.#all?.find(({ info }) => info.id === id)
  }

  /** The one with the same files. */
  holding({ hash }: Pick<DatasetId, 'hash'>): DatasetStatus | undefined {
    return this.#all?.find(({ info }) => info.hash === hash)
  }

  /** What an assignment is meant for. @param wanted undefined: the lesson's */
  assigned(wanted: DatasetId | undefined): DatasetInfo | undefined {
    if (wanted !== undefined) return this.holding(wanted)?.info
    const home = this.#all?.[0]
    return home !== undefined && isLessonDataset(home.info) ? home.info : undefined
  }

  /**
   * The images that something recorded was computed with.
   * @param otherwise where nothing is recorded, or no more than a name
   */
  imagesOf(own: RecordedDataset | undefined, otherwise: ImagesOf): ImagesOf {
    if (own === undefined || own.hash === otherwise.info.hash) return otherwise
    const status = this.holding(own)
    if (status !== undefined) return { info: status.info, here: status.state === 'ready' }
    return { info: 'shape' in own ? own : otherwise.info, here: false }
  }

  refresh(): Promise<void> {
    return this.#listed.refresh()
  }

  receive(status: DatasetStatus): void {
    const before = this.find(status.info.id)
    this.#all = this.#all?.map((one) => (one.info.id === status.info.id ? status : one))
    // A list that is on its way may be from before; and so may this be, where it has another name.
    const renamed = before !== undefined && before.info.name !== status.info.name
    if (this.#listed.asking || renamed) void this.#listed.refresh()
  }

  #take({ datasets, drafts, unreadable }: Listed): void {
    this.#all = datasets
    this.#drafts = drafts
    this.#unreadable = unreadable
  }
}
