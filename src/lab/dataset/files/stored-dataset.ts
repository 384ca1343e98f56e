import { stat } from 'node:fs/promises'
import path from 'node:path'
import type { DatasetInfo } from '../../../core/data/dataset-info'
import { LabError } from '../../../core/base/lab-error'
import type { DatasetStatus } from '../../contract/dataset-status'
import { describeFailure } from '../../download/failure'
import { DataFiles, type Verification } from './data-files'
import { type DatasetRecord, makeRecord, readRecord, recordedStamps, writeRecord } from './dataset-record'
import { faultError, type FileFault } from './file-fault'
import { manifestVariable } from './load-manifest'
import { type DatasetFile, datasetInfoOf, type DatasetManifest } from './manifest'

export interface StoredState {
  readonly status: Exclude<DatasetStatus, { state: 'downloading' }>
  /** The files that it takes to make the data set whole. */
  readonly wanted: readonly DatasetFile[]
}

/** A data set's own folder: what is in it, and the record of what was verified there. */
export class StoredDataset {
  readonly info: DatasetInfo
  /** For reading images: only bytes that match their checksums. */
  readonly files: DataFiles
  readonly #now: () => Date
  /** Whether the stamps of the record were taken over. */
  #trusting = false

  constructor(
    readonly folder: string,
    readonly manifest: DatasetManifest,
    now: () => Date
  ) {
    this.#now = now
    this.info = datasetInfoOf(manifest)
    this.files = new DataFiles(folder, manifest)
  }

  /**
   * Finds out what is there, and records it. Whatever is wrong with it is a status.
   * @throws LabError 'cancelled'
   */
  async look(verification: Verification = {}): Promise<StoredState> {
    const { folder, manifest, info } = this
    try {
      const record = await readRecord(folder)
      const recorded = recordedStamps(record, manifest)
      // Once: what this process finds out itself counts for more.
      if (!this.#trusting) this.files.trust(recorded)
      this.#trusting = true
      const faults = await this.files.verify(verification)
      const own = record?.hash === info.hash ? record : undefined
      if (faults.length > 0 && record !== undefined && own === undefined && (await isHeld(folder, record))) {
        throw otherDataset(folder, record, manifest)
      }
      const known =
        own ??
        (faults.length > 0
          ? undefined
          : makeRecord(manifest, manifest.made?.source ?? 'found in the data folder', this.#now()))
      if (known !== undefined && (own === undefined || !sameStamps(recorded, this.files.stamps))) {
        await writeRecord(folder, known, this.files)
      }
      return {
        status: known !== undefined && faults.length === 0 ? this.#ready(known) : this.#unready(faults),
        wanted: faults.map(({ file }) => file)
      }
    } catch (error) {
      const failure = describeFailure(error, 'The data set')
      if (failure.code === 'cancelled') throw failure
      return { status: { state: 'failed', info, error: failure.toData() }, wanted: [] }
    }
  }

  /** Writes down that all files are there and verified. */
  async record(source: string): Promise<void> {
    await writeRecord(this.folder, makeRecord(this.manifest, source, this.#now()), this.files)
  }

  #ready({ source }: DatasetRecord): StoredState['status'] {
    const files = this.manifest.files.map(({ name, bytes, sha256 }) => ({ name, bytes, sha256 }))
    return { state: 'ready', info: this.info, folder: this.folder, source, files }
  }

  #unready(faults: readonly FileFault[]): StoredState['status'] {
    const { manifest, info } = this
    const nothing =
      faults.length === manifest.files.length && faults.every(({ problem }) => problem.kind === 'missing')
    return nothing
      ? { state: 'absent', info }
      : { state: 'failed', info, error: faultError(faults, manifest).toData() }
  }
}

/** Whether any file that a record tells of is there. */
async function isHeld(folder: string, { files }: DatasetRecord): Promise<boolean> {
  const found = await Promise.all(
    files.map(({ name }) => stat(path.join(folder, name)).catch(() => undefined))
  )
  return found.some((entry, i) => entry?.size === files[i]?.bytes)
}

function otherDataset(folder: string, record: DatasetRecord, { name, id }: DatasetManifest): LabError {
  return new LabError(
    'invalid-input',
    `${folder} contains another data set, “${record.name}”, whose files differ from those of ${name}; both have the id “${id}”.`,
    `In the manifest that ${manifestVariable} names, choose another id; or move that folder away.`
  )
}

function sameStamps(one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): boolean {
  return one.size === other.size && [...one].every(([name, stamp]) => other.get(name) === stamp)
}
