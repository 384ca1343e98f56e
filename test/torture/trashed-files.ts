import { cp, mkdtemp, readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { LabError } from '../../src/core/base/lab-error'
import { readCheckpoint } from '../../src/lab/checkpoint/read-checkpoint'
import { readPredictions } from '../../src/lab/runs/evaluation-file'
import { readLossSurface } from '../../src/lab/runs/loss-surface-file'
import { runPaths } from '../../src/lab/runs/run-folder'
import { RunStore } from '../../src/lab/runs/run-store'
import { bitsOf } from '../checkpoint/bits-of'
import { sampleRun, type SampleRun } from './sample-run'
import type { Reading, StoredFile } from './stored-files'
import { writeSampleRun } from './write-sample-run'

/** The files of a run in the trash. Each is read as it is there, and once the run is restored. */
export async function trashedFiles(dataFolder: string, otherDataFolder: string): Promise<StoredFile[]> {
  const run = sampleRun(8)
  const { step } = run
  const { runId, folder } = await deletedRun(dataFolder, run)
  const other = await deletedRun(otherDataFolder, sampleRun(9), 1)
  const names = [
    'run.json',
    'events.jsonl',
    `evaluations/${step}.json`,
    'surfaces/random.json',
    `checkpoints/${step}/model.json`,
    `checkpoints/${step}/weights.bin`,
    `checkpoints/${step}/training.json`
  ]
  const files = names.map(async (name) => ({
    kind: `in the trash: ${path.basename(name)}`,
    path: path.join(folder, name),
    other: await readFile(path.join(other.folder, name)),
    read: () => restoreAndRead(dataFolder, runId, run)
  }))
  return [
    ...(await Promise.all(files)),
    {
      kind: 'in the trash: deleted.json',
      path: path.join(folder, 'deleted.json'),
      other: await readFile(path.join(other.folder, 'deleted.json')),
      // Without it the date is not known.
      optional: true,
      read: () => lookIntoTrash(dataFolder)
    }
  ]
}

async function deletedRun(
  dataFolder: string,
  run: SampleRun,
  before = 0
): Promise<{ runId: string; folder: string }> {
  const { runId } = await writeSampleRun(dataFolder, run, before)
  const store = new RunStore(dataFolder, () => undefined)
  await store.delete(runId)
  await store.close()
  return { runId, folder: path.join(dataFolder, 'trash', runId) }
}

async function lookIntoTrash(dataFolder: string): Promise<Reading> {
  const store = new RunStore(dataFolder, () => undefined)
  const { runs } = await store.trash.list()
  await store.close()
  return { found: runs, told: runs.some(({ deletedAt }) => deletedAt === undefined) }
}

/** Of a copy: the trash stays as it is. */
async function restoreAndRead(
  dataFolder: string,
  runId: string,
  { step, evaluation }: SampleRun
): Promise<Reading> {
  const copy = await mkdtemp(`${dataFolder}-`)
  const store = new RunStore(copy, () => undefined)
  try {
    await cp(dataFolder, copy, { recursive: true })
    const { runs } = await store.trash.list()
    const status = runs[0]?.run.status
    await store.restore(runId)
    const { summary, events } = await store.read(runId)
    if (status?.kind === 'failed') throw LabError.fromData(status.error)
    const folder = store.folder(runId)
    const predictions = await readPredictions(folder, step, evaluation)
    const surface = await readLossSurface(folder, 'random')
    const checkpoint = bitsOf(await readCheckpoint(runPaths.checkpoint(folder, step)))
    const found = { status, summary, events, predictions, surface, checkpoint }
    return { found, told: surface === undefined }
  } finally {
    await store.close()
    await rm(copy, { recursive: true })
  }
}
