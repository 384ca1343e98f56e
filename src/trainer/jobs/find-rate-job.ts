import { augmentationOf } from '../../core/augmentation/augmentation'
import { LabError } from '../../core/base/lab-error'
import { nameRate } from '../../core/rate-search/name-rate'
import { searchRates } from '../../core/rate-search/search-rates'
import { searchSteps } from '../../core/rate-search/search-steps'
import { untrainedState } from '../../core/model/weights'
import { runRows } from '../../core/training/batch-order'
import { classWeights } from '../../core/training/class-weights'
import { inlineLoader, residentData, type TrainingImages } from '../../core/training/loader'
import { startWeights } from '../../core/training/start-weights'
import { chooseEngine } from '../../engine'
import type { RateSearchResult } from '../../lab/contract/rate-search'
import { loadDataset } from '../../lab/dataset/files/load-dataset'
import type { FindRateJobRequest } from '../../lab/training/trainer-protocol'
import { monotonicMs } from '../loading/monotonic-ms'
import { letMessagesIn, type TrainingControl } from './training-control'

/** Progress is told at most this often. */
const progressMs = 100

/**
 * Trains from a run's start weights with rising learning rates, and names one; writes nothing.
 * @throws LabError 'cancelled' and what reading, compiling and training throw
 */
export async function findRate(
  job: FindRateJobRequest,
  control: TrainingControl,
  onProgress: (done: number, total: number) => void
): Promise<RateSearchResult> {
  const { config } = job
  const { train, info } = await loadDataset(job.dataset.folder, job.dataset.manifest)
  const images: TrainingImages = { set: train, augmentation: augmentationOf(config) }
  const { engine } = await chooseEngine(job.engine, config)
  const program = await engine.compile({
    model: config.model,
    optimizer: config.optimizer,
    batchSize: config.batchSize,
    labelSmoothing: config.labelSmoothing,
    classWeights: classWeights(config, train, info.classes),
    clipNorm: config.clip,
    threads: config.threads,
    seed: config.seed,
    state: untrainedState(startWeights(config, train)),
    ...residentData(images)
  })
  let told = -Infinity
  try {
    const points = await searchRates({
      config,
      program,
      // Workers would make the same batches, and take processors from a training.
      loader: inlineLoader(images),
      rows: runRows(config, train.count).train,
      onProgress: async (done, total) => {
        await letMessagesIn()
        if (control.stopped) throw cancelled()
        if (monotonicMs() - told < progressMs) return
        told = monotonicMs()
        onProgress(done, total)
      }
    })
    const steps = searchSteps(config.batchSize)
    return { named: nameRate(points, steps), points: [...points], steps, device: program.device }
  } finally {
    await program.dispose()
  }
}

const cancelled = (): LabError =>
  new LabError(
    'cancelled',
    'The search for a learning rate was cancelled.',
    'You can start it again at any time.'
  )
