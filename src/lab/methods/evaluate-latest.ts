import type { Evaluation } from '../../core/evaluation'
import type { LabParts } from './lab-parts'
import { readyDataset } from './ready-dataset'

/** Runs the test images through a run's latest checkpoint and adds the result to the run. */
export async function evaluateLatest(parts: LabParts, runId: string): Promise<Evaluation> {
  const { store, checkpoints, evaluations, notify } = parts
  const dataset = await readyDataset(parts)
  const evaluate = async (): Promise<Evaluation> => {
    const runFolder = store.folder(runId)
    const step = await checkpoints.latest(await store.read(runId))
    const job = { kind: 'evaluate' as const, runFolder, step, dataset }
    const evaluation = await evaluations.run(runId, job, (done, total) =>
      notify({ event: 'evaluation', data: { runId, done, total } })
    )
    await store.append(runId, [{ type: 'evaluated', at: Date.now(), step, evaluation }])
    return evaluation
  }
  // Taken before the work, so that nobody else keeps the result from being written.
  return store.during(runId, () => store.checkpointHolds.during(runId, evaluate))
}
