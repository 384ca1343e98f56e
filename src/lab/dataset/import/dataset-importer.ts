import { setMaxListeners } from 'node:events'
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { LabError } from '../../../core/base/lab-error'
import { datasetSlug } from '../../../core/data/dataset-id'
import { groupFindings, importFinding, type ImportFinding } from '../../../core/data/import-finding'
import { z } from '../../../core/base/schema'
import type { ImportRequest, ImportStatus } from '../../contract/dataset-import'
import { describeFailure } from '../../download/failure'
import { makeFolder } from '../../storage/make-folder'
import { removeFolder } from '../../storage/remove-folder'
import { storageError } from '../../storage/storage-error'
import { readSealedFile, writeSealedFile } from '../../storage/sealed-file'
import { syncFolder } from '../../storage/sync-to-disk'
import { temporaryPath } from '../../storage/temporary-path'
import type { ImageDecoder } from '../decoding/image-decoder'
import { writeManifest } from '../library/stored-manifest'
import { importFolder } from './import-folder'
import { importKnownSet } from './import-known-set'
import { placeNew } from '../write/place-new'

/** Between two messages of how far an import is. */
const reportMs = 200

const findingsKind = {
  name: 'list of findings',
  format: 2,
  content: z.object({ findings: z.array(importFinding) })
}
const findingsPath = (folder: string): string => path.join(folder, 'findings.json')

interface ImporterOptions {
  /** `datasets` in the data folder. */
  readonly folder: string
  /** Ids that belong to data sets which may not be there yet. */
  readonly reserved: readonly string[]
  readonly decoder: ImageDecoder
  readonly onChange: (status: ImportStatus) => void
  /** Milliseconds, monotonic. */
  readonly clock: () => number
  /** Milliseconds since 1970. */
  readonly now: () => number
}

/** Makes data sets of folders of images, one at a time. */
export class DatasetImporter {
  readonly #options: ImporterOptions
  #status: ImportStatus = { state: 'none' }
  #job: { readonly abort: AbortController; readonly ended: Promise<void> } | undefined

  constructor(options: ImporterOptions) {
    this.#options = options
  }

  get status(): ImportStatus {
    return this.#status
  }

  /**
   * Starts an import and returns; the status tells how it gets on and how it ends.
   * @param request its path is absolute
   * @param source what its card says that it was made of
   * @throws LabError 'busy'
   */
  begin(request: ImportRequest, source: string): void {
    if (this.#job !== undefined) {
      throw new LabError(
        'busy',
        'Another import is under way.',
        'Wait until it is complete, or cancel it first.'
      )
    }
    const abort = new AbortController()
    // Each image on its way listens to it.
    setMaxListeners(0, abort.signal)
    const ended = this.#run(request, source, abort.signal).finally(() => (this.#job = undefined))
    this.#job = { abort, ended }
  }

  /** How the import under way ended, or the last one. */
  async ended(): Promise<ImportStatus> {
    await this.#job?.ended
    return this.#status
  }

  /** Nothing of it stays. Resolves when it has ended. */
  async cancel(): Promise<void> {
    const job = this.#job
    job?.abort.abort()
    await job?.ended
  }

  /** What the import of a data set noticed; nothing for one that was not imported. @throws LabError */
  async findings(folder: string): Promise<readonly ImportFinding[]> {
    const read = await readSealedFile(
      findingsPath(folder),
      findingsKind,
      () => 'The images are not affected. Import the data set again to see what was noticed.'
    )
    return read?.findings ?? []
  }

  async close(): Promise<void> {
    await this.cancel()
  }

  async #run(request: ImportRequest, source: string, signal: AbortSignal): Promise<void> {
    const { name } = request
    this.#tell({ state: 'running', name, phase: 'looking', done: 0, total: 0 })
    try {
      this.#tell(await this.#import(request, source, signal))
    } catch (thrown) {
      const failure = describeFailure(thrown, 'The import')
      this.#tell(
        failure.code === 'cancelled' ? { state: 'none' } : { state: 'failed', name, error: failure.toData() }
      )
    }
  }

  async #import(request: ImportRequest, source: string, signal: AbortSignal): Promise<ImportStatus> {
    const { folder: datasets, decoder, now, reserved } = this.#options
    const { name } = request
    await makeFolder(datasets)
    const folder = temporaryPath(path.join(datasets, 'import'))
    const work = { folder, signal, onProgress: this.#progress(name) }
    try {
      await mkdir(folder)
      const { findings, made, files, ...content } =
        request.kind === 'known'
          ? await importKnownSet(request, work)
          : await importFolder(request, {
              ...work,
              decode: (image, aborted) => decoder.decode(image, aborted)
            })
      if (findings.length > 0)
        await writeSealedFile(findingsPath(folder), findingsKind, { findings: [...findings] })
      await writeManifest(folder, {
        id: 'import',
        name,
        ...content,
        files: [...files],
        made: { source, at: now(), ...made }
      })
      await syncFolder(folder)
      const id = await placeNew(folder, datasets, datasetSlug(name), reserved)
      return {
        state: 'done',
        id,
        name,
        images: files.reduce((sum, file) => sum + file.images, 0),
        findings: groupFindings(findings).map(({ kind, findings: own }) => ({ kind, count: own.length }))
      }
    } catch (thrown) {
      // The first failure is the one to tell of; what is left is removed when the lab opens next.
      await removeFolder(folder).catch(() => undefined)
      throw storageError(thrown, 'write', folder)
    }
  }

  #progress(name: string): (done: number, total: number) => void {
    const { clock } = this.#options
    const began = clock()
    let told = began
    return (done, total) => {
      const at = clock()
      if (at - told < reportMs && done < total) return
      told = at
      // The first seconds start processes, and tell little of the rest.
      const enough = at - began > 2000 && done > 0
      this.#tell({
        state: 'running',
        name,
        phase: 'decoding',
        done,
        total,
        ...(enough ? { secondsLeft: ((at - began) / done / 1000) * (total - done) } : {})
      })
    }
  }

  #tell(status: ImportStatus): void {
    this.#status = status
    this.#options.onChange(status)
  }
}
