import { writeCheckpoint } from '../../src/lab/checkpoint/write-checkpoint'
import { writePredictions } from '../../src/lab/runs/evaluation-file'
import { writeLossSurface } from '../../src/lab/runs/loss-surface-file'
import { runPaths } from '../../src/lab/runs/run-folder'
import { RunStore } from '../../src/lab/runs/run-store'
import type { SampleRun } from './sample-run'

/**
 * Writes a run into a data folder as Tenfold does.
 * @param before runs that are there already: the next one has another number
 */
export async function writeSampleRun(
  dataFolder: string,
  run: SampleRun,
  before = 0
): Promise<{ runId: string; runFolder: string }> {
  const store = new RunStore(dataFolder, () => undefined)
  for (let i = 0; i < before; i++) await store.create(run.checkpoint.config)
  const runId = await store.create(run.checkpoint.config, { name: `A run from ${before}` })
  await store.append(runId, run.events)
  await store.changeNotes([runId], run.notes)
  const runFolder = store.folder(runId)
  await store.close()
  await writePredictions(runFolder, run.step, run.predictions)
  await writeLossSurface(runFolder, run.surface)
  await writeCheckpoint(runPaths.checkpoint(runFolder, run.step), run.checkpoint)
  return { runId, runFolder }
}
