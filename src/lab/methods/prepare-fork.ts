import type { EngineId } from '../../core/base/engine-id'
import { LabError } from '../../core/base/lab-error'
import type { DatasetInfo } from '../../core/data/dataset-info'
import { requireFit } from '../../core/model/fit-model'
import { countParameters } from '../../core/model/infer-shapes'
import { forkProblem } from '../../core/run/fork-problem'
import { historyToFork } from '../../core/run/history-to-fork'
import type { RunEvent } from '../../core/run/run-event'
import { foldRun, newRun } from '../../core/run/run-state'
import type { RunConfig } from '../../core/settings/run-config'
import type { Checkpoint } from '../../core/training/checkpoint'
import { forkedCheckpoint } from '../../core/training/forked-checkpoint'
import { trainingSize } from '../../core/training/training-size'
import { writeCheckpoint } from '../checkpoint/write-checkpoint'
import { runPaths } from '../runs/run-folder'
import type { StoredRun } from '../runs/stored-run'
import type { LabParts } from './lab-parts'

/** A fork that is about to be made. */
export interface Fork {
  /** Of its parent. */
  readonly number: number
  readonly step: number
  /** With which its parent trained on from there. */
  readonly engine: EngineId | undefined
  /** What its folder begins with. */
  readonly begin: {
    readonly events: readonly RunEvent[]
    readonly fill: (folder: string) => Promise<void>
  }
}

/**
 * Reads all that a fork takes over from its parent: afterwards, whatever becomes of the parent does not matter.
 * @param dataset the parent's own; for a network that came from a file that names none, the one to train it on
 * @throws LabError 'not-found' | 'checkpoint-invalid' for the checkpoint, 'invalid-input' for settings that cannot change, or a
 *   data set that the network does not fit
 */
export function prepareFork(
  parts: LabParts,
  from: { readonly runId: string; readonly step: number },
  config: RunConfig,
  dataset: DatasetInfo
): Promise<Fork> {
  const { store, checkpoints } = parts
  return store.checkpointHolds.during(from.runId, async () => {
    const parent = await store.read(from.runId)
    const checkpoint = await checkpoints.at(parent, from.step)
    const trained = checkpoint.dataset !== undefined
    if (!trained) requireFit(checkpoint.config.model, dataset)
    const begun = forkedEvent(dataset, parent, { step: from.step, trained }, config)
    const best = await bestCheckpoint(parts, parent, checkpoint, config)
    const history = historyToFork(parent.events, from.step)
    const before = foldRun(newRun, history)
    return {
      number: parent.summary.number,
      step: from.step,
      engine: before.device?.engine,
      begin: {
        events: [
          ...history,
          ...(best === undefined
            ? []
            : [{ type: 'checkpoint' as const, at: begun.at, step: best.position.step, epoch: best.epoch }]),
          { type: 'checkpoint', at: begun.at, step: from.step, epoch: begun.epoch },
          begun
        ],
        fill: async (folder) => {
          const lastPoint = before.points.at(-1)?.step
          for (const one of best === undefined ? [checkpoint] : [best, checkpoint]) {
            const forked = forkedCheckpoint(one, config, lastPoint, best !== undefined)
            const taught = trained
              ? forked
              : { ...forked, dataset, classes: dataset.classes, assumesPixels: false }
            await writeCheckpoint(runPaths.checkpoint(folder, one.position.step), taught)
          }
        }
      }
    }
  })
}

/**
 * The best epoch before the fork, which early stopping may come back to; undefined where the fork has no use for it, or where
 * its checkpoint is gone: then the first epoch of the fork is the best so far.
 */
async function bestCheckpoint(
  { checkpoints }: LabParts,
  parent: StoredRun,
  { position }: Checkpoint,
  { patience }: RunConfig
): Promise<Checkpoint | undefined> {
  const { best, step } = position
  if (patience === 0 || best === undefined || best.step === step) return undefined
  try {
    return await checkpoints.at(parent, best.step)
  } catch (thrown) {
    const { code } = LabError.from(thrown)
    if (code === 'not-found' || code === 'checkpoint-invalid') return undefined
    throw thrown
  }
}

/** @throws LabError 'invalid-input' for what cannot change */
function forkedEvent(
  dataset: DatasetInfo,
  { summary, state, config: stored }: StoredRun,
  { step, trained }: { readonly step: number; readonly trained: boolean },
  config: RunConfig
): Extract<RunEvent, { type: 'forked' }> {
  const { runId, number, name, createdAt } = summary
  const parent = state.config ?? stored
  const { images } = dataset.splits.train
  const counted = trained ? parent : config
  const size = trainingSize(counted, images)
  const point = { number, config: parent, step, stepsPerEpoch: size.stepsPerEpoch, trained }
  const problem = forkProblem(point, config)
  if (problem !== undefined) throw new LabError('invalid-input', `${problem.message}.`, problem.hint)
  return {
    type: 'forked',
    at: Date.now(),
    step,
    epoch: Math.max(1, Math.ceil(step / size.stepsPerEpoch)),
    from: { runId, number, name, createdAt, step },
    config,
    dataset,
    trainImages: size.images,
    validationImages: Math.round(images * counted.validationSplit),
    testImages: dataset.splits.test.images,
    stepsPerEpoch: size.stepsPerEpoch,
    totalSteps: size.stepsPerEpoch * config.epochs,
    parameters: countParameters(config.model)
  }
}
