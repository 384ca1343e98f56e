import { superfluousCheckpoints } from '../../core/training/superfluous-checkpoints'
import { removeFolder } from '../storage/remove-folder'
import { checkpointSteps, runPaths } from './run-folder'
import type { RunStore } from './run-store'

/**
 * Removes the checkpoints that a run's rule no longer needs: only what is durable counts as there, and what somebody
 * reads stays until the next time. The run is told first, so that it never lists what is gone.
 * @throws LabError 'storage'
 */
export async function thinCheckpoints(store: RunStore, runId: string): Promise<void> {
  const { config, state } = await store.read(runId)
  if (config.keepCheckpoints === 'all') return
  const folder = store.folder(runId)
  const steps = await checkpointSteps(folder)
  const there = new Set(steps)
  const best = state.validations
    .slice(0)
    // A fork has its parent's measurements without their checkpoints.
    .filter(({ step }) => there.has(step))
    .reduce<{ loss: number; step?: number }>((a, b) => (b.loss < a.loss ? b : a), { loss: Infinity })
  // What is newer than the last that the run was told of is yet to be told of.
  const told = state.checkpoints.at(-1)
  if (told === undefined) return
  // Whether a damaged one goes is for its owner to say.
  const damaged = new Set(state.damagedCheckpoints.map(({ step }) => step))
  const superfluous = superfluousCheckpoints(config.keepCheckpoints, steps, {
    totalSteps: state.totalSteps,
    stepsPerEpoch: state.stepsPerEpoch,
    bestStep: best.step
  }).filter((step) => step <= told && !damaged.has(step))
  const listed = new Set(state.checkpoints)
  const removed = superfluous.filter((step) => listed.has(step))
  if (removed.length > 0)
    await store.append(runId, [{ type: 'checkpointsRemoved', at: Date.now(), steps: removed }])
  for (const step of superfluous) await removeFolder(runPaths.checkpoint(folder, step))
}
