import type { Engine } from '../../core/engine/engine'
import { configWithPixels } from '../../core/settings/config-with-pixels'
import { requireFit } from '../../core/model/fit-model'
import { LabError } from '../../core/base/lab-error'
import type { RunConfig } from '../../core/settings/run-config'
import { chooseEngine, loadEngine } from '../../engine'
import { readCheckpoint } from '../../lab/checkpoint/read-checkpoint'
import { loadDataset } from '../../lab/dataset/files/load-dataset'
import { writePredictions } from '../../lab/runs/evaluation-file'
import { runPaths } from '../../lab/runs/run-folder'
import { requireStorageError } from '../../lab/storage/storage-error'
import type { EvaluateJobRequest, EvaluateJobResult } from '../../lab/training/trainer-protocol'
import { allRows, NetworkEvaluator } from './network-evaluator'
import { testCheckpoint } from './test-checkpoint'
import { letMessagesIn, type TrainingControl } from './training-control'

/**
 * Runs the test images through a checkpoint and keeps what it said about each.
 * @returns the result, also where the disk does not take what it said: `unkept` says why
 * @throws LabError 'cancelled' | 'invalid-input' and what reading and compiling throw
 */
export async function evaluateCheckpoint(
  job: EvaluateJobRequest,
  control: TrainingControl,
  onProgress: (done: number, total: number) => void
): Promise<EvaluateJobResult> {
  const dataset = await loadDataset(job.dataset.folder, job.dataset.manifest)
  const checkpoint = await readCheckpoint(runPaths.checkpoint(job.runFolder, job.step))
  const config = configWithPixels(checkpoint.config, job.pixels)
  // The lab asked the run's record; the checkpoint is what counts.
  requireFit(config.model, dataset.info)
  const engine = await findEngine(config)
  const evaluator = new NetworkEvaluator(engine, config, config.threads)
  try {
    const { result, averaged } = await testCheckpoint(
      checkpoint,
      (state, onTested) =>
        evaluator.evaluate(state, {
          set: dataset.test,
          rows: allRows(dataset.test.count),
          classes: dataset.info.classes,
          split: 'test',
          mirrored: job.mirrored,
          onProgress: onTested
        }),
      async (done, total) => {
        onProgress(done, total)
        await letMessagesIn()
        if (control.stopped) throw cancelled()
      }
    )
    const { evaluation, predicted, confidence, trueProbability } = result
    const told = averaged === undefined ? { evaluation } : { evaluation, averaged }
    if (!job.keep) return told
    try {
      await writePredictions(job.runFolder, job.step, {
        labels: dataset.test.labels,
        predicted,
        confidence,
        trueProbability
      })
      return told
    } catch (thrown) {
      return { ...told, unkept: requireStorageError(thrown).toData() }
    }
  } finally {
    await evaluator.dispose()
  }
}

const cancelled = (): LabError =>
  new LabError('cancelled', 'The evaluation was cancelled.', 'You can evaluate again at any time.')

/** The run's engine; the first that runs where that one is gone, or another machine's: any of them can test a network. */
async function findEngine(config: RunConfig): Promise<Engine> {
  if (config.engine !== 'auto') {
    const own = await loadEngine(config.engine)
    if ((await own.probe()).available) return own
  }
  return (await chooseEngine('auto', config)).engine
}
