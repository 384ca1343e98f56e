import path from 'node:path'
import { LabError } from '../../../core/base/lab-error'
import { ownCommand } from '../../../core/base/own-command'
import { datasetKey } from '../../../core/data/dataset-id'
import type { DatasetStatus } from '../../contract/dataset-status'
import type { Environment } from '../../download/proxy-for'
import { KeptReadings } from '../../storage/kept-readings'
import { readFolder } from '../../storage/read-folder'
import { DatasetService } from '../dataset-service'
import { datasetFolder, datasetHash, type DatasetManifest } from '../files/manifest'
import { type Collection, whatIsMissing } from './collection'
import { draftPath, readDraft } from './stored-draft'
import { manifestPath, readManifest } from './stored-manifest'

/** A data set whose manifest cannot be read. */
export interface UnreadableDataset {
  readonly id: string
  readonly problem: LabError
}

type Reading =
  | { readonly manifest: DatasetManifest }
  | { readonly draft: Collection }
  | { readonly problem: LabError }
  | undefined

/**
 * The data sets of a data folder: the one that a call means which names none, and those that have a manifest of their own.
 * Other processes may add, change and remove some.
 */
export class DatasetLibrary {
  /** Of all data sets. */
  readonly folder: string
  readonly #environment: Environment
  readonly #onChange: (status: DatasetStatus) => void
  readonly #kept = new KeptReadings<Reading>()
  readonly #services = new Map<string, DatasetService>()

  private constructor(
    /** The lesson's or, where the environment names another manifest, that one's. */
    readonly home: DatasetService,
    dataFolder: string,
    environment: Environment,
    onChange: (status: DatasetStatus) => void
  ) {
    this.folder = path.join(dataFolder, 'datasets')
    this.#environment = environment
    this.#onChange = onChange
    home.onChange(onChange)
  }

  /** @param onChange told of whatever becomes of one of them */
  static async open(options: {
    readonly dataFolder: string
    readonly manifest: DatasetManifest
    readonly environment: Environment
    readonly onChange: (status: DatasetStatus) => void
  }): Promise<DatasetLibrary> {
    const { dataFolder, manifest, environment, onChange } = options
    const folder = datasetFolder(dataFolder, manifest)
    const home = await DatasetService.open({ folder, manifest, environment })
    return new DatasetLibrary(home, dataFolder, environment, onChange)
  }

  /** Where a data set of this id has its files. */
  folderOf(id: string): string {
    return path.join(this.folder, id)
  }

  /**
   * @param id the home where it is left out
   * @throws LabError 'not-found' | 'data-corrupt' | 'unsupported' | 'storage'
   */
  async find(id?: string): Promise<DatasetService> {
    if (id === undefined || id === this.home.info.id) return this.home
    const reading = datasetKey.safeParse(id).success ? await this.#read(id) : undefined
    if (reading === undefined) throw noSuchDataset(id)
    if ('problem' in reading) throw reading.problem
    if ('draft' in reading) throw notComplete(reading.draft)
    return this.#serve(id, reading.manifest)
  }

  /** The one with these files, whatever it is called here. */
  async holding(hash: string): Promise<DatasetService | undefined> {
    if (this.home.info.hash === hash) return this.home
    // Manifests are enough to find it: the files of all the others need not be looked at.
    for (const id of await this.#ids()) {
      const reading = await this.#read(id)
      if (reading !== undefined && 'manifest' in reading && datasetHash(reading.manifest) === hash)
        return this.#serve(id, reading.manifest)
    }
    return undefined
  }

  /** The home first, then by name. */
  async list(): Promise<{
    readonly datasets: readonly DatasetService[]
    /** Those that cannot be trained on yet. */
    readonly drafts: readonly Collection[]
    readonly unreadable: readonly UnreadableDataset[]
  }> {
    const ids = await this.#ids()
    this.#kept.keepOnly(ids)
    const found: DatasetService[] = []
    const drafts: Collection[] = []
    const unreadable: UnreadableDataset[] = []
    for (const id of ids) {
      const reading = await this.#read(id)
      if (reading === undefined) continue
      if ('problem' in reading) unreadable.push({ id, problem: reading.problem })
      else if ('draft' in reading) drafts.push(reading.draft)
      else found.push(await this.#serve(id, reading.manifest))
    }
    found.sort((a, b) => a.info.name.localeCompare(b.info.name, 'en'))
    return { datasets: [this.home, ...found], drafts, unreadable }
  }

  async close(): Promise<void> {
    await Promise.all([this.home, ...this.#services.values()].map((service) => service.close()))
  }

  /** Of the folders that may hold a data set, the home's apart. */
  async #ids(): Promise<string[]> {
    return (await readFolder(this.folder)).filter(
      (id) => datasetKey.safeParse(id).success && id !== this.home.info.id
    )
  }

  async #read(id: string): Promise<Reading> {
    const folder = this.folderOf(id)
    return this.#kept.get(id, [manifestPath(folder), draftPath(folder)], async () => {
      try {
        const manifest = await readManifest(folder)
        if (manifest !== undefined) return { manifest }
        const draft = await readDraft(folder)
        return draft && { draft }
      } catch (thrown) {
        return { problem: LabError.from(thrown) }
      }
    })
  }

  /** The same service for as long as its manifest says the same. */
  async #serve(id: string, manifest: DatasetManifest): Promise<DatasetService> {
    const known = this.#services.get(id)
    if (known !== undefined && JSON.stringify(known.manifest) === JSON.stringify(manifest)) return known
    const service = await DatasetService.open({
      folder: this.folderOf(id),
      manifest,
      environment: this.#environment
    })
    // Another call may have opened it meanwhile, perhaps as it was before a change.
    if (this.#services.get(id) !== known) {
      await service.close()
      return this.#serve(id, manifest)
    }
    this.#services.set(id, service)
    service.onChange((status) => {
      // One whose place another took tells of what was before.
      if (this.#services.get(id) === service) this.#onChange(status)
    })
    await known?.close()
    return service
  }
}

function notComplete(draft: Collection): LabError {
  return new LabError(
    'data-missing',
    `${draft.name} cannot be used yet. ${whatIsMissing(draft) ?? ''}`.trim(),
    'Edit it in the Data room.'
  )
}

function noSuchDataset(id: string): LabError {
  return new LabError(
    'not-found',
    `There is no data set “${id}” in this data folder.`,
    `Look which there are, in the Data room or with: ${ownCommand} data list`
  )
}
