import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { Random } from '../../src/core/maths/random'
import type { MethodInput } from '../../src/lab/contract/contract'
import type { ImportStatus } from '../../src/lab/contract/dataset-import'
import type { LabService } from '../../src/lab/contract/host'
import { pieceBytes } from '../../src/lab/contract/upload'
import type { DatasetWork } from './dataset-order'
import { randomEdit } from './random-edit'

/** Steps of work that has no end of its own. */
const steps = 16
/** Of the images that are imported. */
const side = 64

/** Does it, and says after each step that it is done. */
export async function* workOn(service: LabService, work: DatasetWork): AsyncGenerator<void> {
  const { lab } = service
  switch (work.kind) {
    case 'edit': {
      const random = Random.seeded(work.seed)
      for (let step = 0; step < steps; step++) {
        await randomEdit(lab, work, random, step)
        yield
      }
      return
    }
    case 'import': {
      requireDone(await importPlace(service, work.path))
      yield
      return
    }
    case 'make':
      for (let step = 0; step < steps; step++) {
        if (step % 2 === 0)
          await lab.createDataset({ name: 'Made', shape: [8, 8, 1], fit: 'cover', classes: ['a', 'b'] })
        else await lab.copyDataset({ dataset: work.dataset, name: 'Copied' })
        yield
      }
      return
    case 'upload':
      yield* upload(service, work)
      return
    case 'delete':
      for (let step = 0; step < steps; step++) {
        await lab.deleteDataset({ dataset: work.dataset })
        yield
        await lab.restoreDataset({ dataset: work.dataset })
        yield
      }
      return
    case 'export':
      await lab.exportDataset({ dataset: work.dataset, as: work.as, path: work.path })
      yield
      return
    case 'import a file':
      requireDone(await importAs(service, { kind: 'archive', path: work.path }))
      yield
  }
}

function requireDone(status: ImportStatus): void {
  if (status.state !== 'done') throw new Error(`The import ended otherwise: ${JSON.stringify(status)}`)
}

/** Imports a folder of images. @returns how it ended */
export function importPlace(service: LabService, place: string): Promise<ImportStatus> {
  return importAs(service, { kind: 'folder', path: place, name: 'Imported', shape: [side, side, 3] })
}

function importAs(service: LabService, request: MethodInput<'importDataset'>): Promise<ImportStatus> {
  return new Promise((resolve, reject) => {
    const unsubscribe = service.subscribe((notice) => {
      if (notice.event !== 'datasetImport' || notice.data.state === 'running') return
      unsubscribe()
      resolve(notice.data)
    })
    service.lab.importDataset(request).catch(reject)
  })
}

/** As a browser sends files: from where they are, a piece at a time. */
async function* upload(
  { lab }: LabService,
  { path: folder, key }: Extract<DatasetWork, { kind: 'upload' }>
): AsyncGenerator<void> {
  const names = (await readdir(folder)).sort()
  const contents = await Promise.all(names.map((name) => readFile(path.join(folder, name))))
  const bytes = contents.reduce((sum, { length }) => sum + length, 0)
  await lab.beginUpload({ key, name: 'Sent', bytes })
  const { received } = await lab.getReceived({ upload: key, paths: names })
  for (const [i, content] of contents.entries()) {
    const name = names[i] ?? ''
    for (let offset = received[i] ?? 0; offset < content.length; offset += pieceBytes) {
      const piece = content.subarray(offset, offset + pieceBytes)
      await lab.sendPieces({
        upload: key,
        pieces: [{ path: name, offset, content: piece.toString('base64') }]
      })
      yield
    }
  }
}
