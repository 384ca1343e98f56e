import { augmentationOf } from '../../core/augmentation/augmentation'
import { runRows, stepsPerEpoch } from '../../core/training/batch-order'
import type { Checkpoint } from '../../core/training/checkpoint'
import { accuracy, type Evaluation } from '../../core/run/evaluation'
import type { Dataset, ImageSet } from '../../core/data/image-set'
import { classWeights } from '../../core/training/class-weights'
import { countParameters } from '../../core/model/infer-shapes'
import { LabError } from '../../core/base/lab-error'
import { inlineLoader, type Loader, residentData, type TrainingImages } from '../../core/training/loader'
import type { RunEvent } from '../../core/run/run-event'
import { startWeights } from '../../core/training/start-weights'
import { train } from '../../core/training/train'
import {
  startPosition,
  type TrainingEnd,
  type TrainingSnapshot,
  type ValidationResult
} from '../../core/training/train-job'
import { type TrainingState, untrainedState, type Weights } from '../../core/model/weights'
import { chooseEngine } from '../../engine'
import { readCheckpoint } from '../../lab/checkpoint/read-checkpoint'
import { writeCheckpoint } from '../../lab/checkpoint/write-checkpoint'
import { writePredictions } from '../../lab/runs/evaluation-file'
import { runPaths } from '../../lab/runs/run-folder'
import type { TrainJobRequest } from '../../lab/training/trainer-protocol'
import type { Timeline } from '../../lab/contract/timeline'
import { TrainerClaim } from '../../lab/ownership/trainer-claim'
import type { AnnouncedDataset } from './announced-dataset'
import { BatchExaminer } from './batch-examiner'
import { allRows, NetworkEvaluator } from './network-evaluator'
import type { EventOutbox } from './event-outbox'
import { monotonicMs } from '../loading/monotonic-ms'
import { sampleEvenly } from './sample-evenly'
import { testCheckpoint } from './test-checkpoint'
import { timedLoader } from '../loading/timed-loader'
import { TimelineRecorder } from '../loading/timeline-recorder'
import { letMessagesIn, type TrainingControl } from './training-control'
import { WorkerLoader } from '../loading/worker-loader'

export interface TrainSurroundings {
  readonly control: TrainingControl
  readonly datasets: AnnouncedDataset
  readonly outbox: EventOutbox
  readonly onTimeline: (timeline: Timeline) => void
  /** The built loader worker. */
  readonly loaderFile: string
}

/**
 * Trains a run from its start or from a checkpoint, then tests the finished network. Events tell everything but the
 * last one, `ended`, which depends on what this returns or throws.
 */
export async function trainRun(
  job: TrainJobRequest,
  surroundings: TrainSurroundings
): Promise<TrainingEnd['kind']> {
  const claim = await TrainerClaim.join(job.runFolder, job.claim)
  try {
    return await trainClaimed(job, claim, surroundings)
  } finally {
    await claim.leave()
  }
}

async function trainClaimed(
  job: TrainJobRequest,
  claim: TrainerClaim,
  { control, datasets, outbox, onTimeline, loaderFile }: TrainSurroundings
): Promise<TrainingEnd['kind']> {
  const { emit, reach: onEnded } = outbox
  const { resume, runFolder } = job
  const dataset = await datasets.take(job.dataset)
  const { info } = dataset
  const checkpoint = resume && (await readCheckpoint(runPaths.checkpoint(runFolder, resume.step)))
  if (checkpoint !== undefined) checkSameData(checkpoint, dataset)
  // What the checkpoint was trained with is what it goes on with.
  const config = checkpoint?.config ?? job.config
  const wanted = resume?.engine ?? job.choice?.engine ?? config.engine
  const { engine, reason } = await chooseEngine(wanted, config)
  const images: TrainingImages = { set: dataset.train, augmentation: augmentationOf(config) }
  const weights = classWeights(config, dataset.train, info.classes)
  const program = await engine.compile({
    model: config.model,
    optimizer: config.optimizer,
    batchSize: config.batchSize,
    labelSmoothing: config.labelSmoothing,
    classWeights: weights,
    clipNorm: config.clip,
    threads: config.threads,
    seed: config.seed,
    state: checkpoint?.state ?? untrainedState(startWeights(config, dataset.train)),
    ...residentData(images)
  })
  const split = runRows(config, dataset.train.count)
  const perEpoch = stepsPerEpoch(split.train.length, config.batchSize)
  const versions = { tenfold: job.version, node: process.versions.node, engine: program.device.description }
  const position = checkpoint?.position ?? startPosition(config.optimizer.learningRate)
  const step = position.step
  if (resume === undefined) {
    emit({
      type: 'started',
      at: Date.now(),
      config,
      device: program.device,
      ...(wanted === config.engine && wanted !== 'auto'
        ? {}
        : { choice: job.choice ?? { engine: engine.id, reason } }),
      dataset: info,
      trainImages: split.train.length,
      validationImages: split.validation.length,
      testImages: dataset.test.count,
      stepsPerEpoch: perEpoch,
      totalSteps: perEpoch * config.epochs,
      parameters: countParameters(config.model),
      versions
    })
  } else {
    emit({
      type: 'resumed',
      at: Date.now(),
      step,
      device: program.device,
      ...(job.choice === undefined && wanted !== 'auto'
        ? {}
        : { choice: job.choice ?? { engine: engine.id, reason } }),
      versions
    })
    if (position.learningRate !== resume.learningRate) {
      // It was changed after the checkpoint was written.
      emit({ type: 'learningRateChanged', at: Date.now(), step, learningRate: position.learningRate })
    }
  }

  const evaluator = new NetworkEvaluator(engine, config, program.device.threads)
  const measure = async (state: TrainingState, set: ImageSet, rows: Uint32Array): Promise<Evaluation> => {
    const { evaluation } = await evaluator.evaluate(state, {
      set,
      rows,
      classes: info.classes,
      split: 'validation',
      onProgress: () => unlessStopped(control)
    })
    return evaluation
  }
  const validate = async (average: Weights | undefined): Promise<ValidationResult> => {
    const state = await program.readState()
    const trained = await measure(state, dataset.train, sampleEvenly(split.train, split.validation.length))
    const held = await measure(state, dataset.train, split.validation)
    const result = {
      loss: held.loss,
      accuracy: accuracy(held),
      trainLoss: trained.loss,
      trainAccuracy: accuracy(trained),
      cells: held.cells
    }
    if (average === undefined) return result
    const averaged = await measure({ ...state, weights: average }, dataset.train, split.validation)
    return { ...result, averageLoss: averaged.loss, averageAccuracy: accuracy(averaged) }
  }
  const watched = {
    splits: [
      ...(split.validation.length === 0 ? [] : ['validation' as const]),
      ...(config.watchTest ? ['test' as const] : [])
    ],
    evaluate: async (images: Evaluation['split']) => {
      const state = await program.readState()
      return images === 'test'
        ? measure(state, dataset.test, allRows(dataset.test.count))
        : measure(state, dataset.train, split.validation)
    }
  }
  const saveCheckpoint = async ({ state, position: reached, average }: TrainingSnapshot): Promise<number> => {
    // Whatever becomes of this process and its lab, the log tells all up to the checkpoint that is gone on from.
    await outbox.settled()
    // Right before it is written: waiting took a while.
    await claim.require()
    return writeCheckpoint(runPaths.checkpoint(runFolder, reached.step), {
      config,
      classes: info.classes,
      dataset: info,
      epoch: Math.max(1, Math.ceil(reached.step / perEpoch)),
      position: reached,
      state,
      average,
      versions
    })
  }

  const timeline = new TimelineRecorder(config.workers, onTimeline)
  const workers =
    config.workers === 0 ? undefined : new WorkerLoader(loaderFile, images, config.workers, timeline.loaded)
  const loader: Loader =
    workers ?? timedLoader(inlineLoader(images), (begin, end) => timeline.loaded(0, begin, end))
  const examiner = new BatchExaminer(engine, config, program, info.classes.length, weights)
  try {
    control.onTimelineWatched(timeline.watch)
    if (job.paused === true) control.accept({ kind: 'pause' })
    await workers?.ready
    const end = await train({
      config,
      program,
      loader,
      rows: split.train,
      position,
      average: checkpoint?.average,
      clock: monotonicMs,
      now: () => Date.now(),
      emit,
      nextRequest: async () => {
        await outbox.room()
        return control.next()
      },
      saveCheckpoint,
      examine: examiner.examine,
      onActivity: timeline.trained,
      onEnded,
      ...(split.validation.length === 0 ? {} : { validate }),
      watch: watched
    })
    if (end.kind === 'finished') {
      timeline.watch(false)
      const step = end.selected?.step ?? perEpoch * config.epochs
      await testNetwork(job, step, { claim, dataset, evaluator, control, emit })
    }
    return end.kind
  } catch (thrown) {
    if (thrown instanceof Stopped) return 'stopped'
    throw thrown
  } finally {
    timeline.watch(false)
    await examiner.dispose()
    await evaluator.dispose()
    await loader.dispose()
    await program.dispose()
  }
}

interface TrainedNetwork {
  readonly claim: TrainerClaim
  readonly dataset: Dataset
  readonly evaluator: NetworkEvaluator
  readonly control: TrainingControl
  readonly emit: (event: RunEvent) => void
}

/**
 * Tests the checkpoint that the training ended with. Stopping meanwhile leaves the network finished, and to be evaluated
 * later.
 */
async function testNetwork(
  { runFolder }: TrainJobRequest,
  step: number,
  { claim, dataset, evaluator, control, emit }: TrainedNetwork
): Promise<void> {
  try {
    const { result, averaged } = await testCheckpoint(
      await readCheckpoint(runPaths.checkpoint(runFolder, step)),
      (state, onProgress) =>
        evaluator.evaluate(state, {
          set: dataset.test,
          rows: allRows(dataset.test.count),
          classes: dataset.info.classes,
          split: 'test',
          onProgress
        }),
      () => unlessStopped(control)
    )
    const { evaluation, predicted, confidence, trueProbability } = result
    await claim.require()
    await writePredictions(runFolder, step, {
      labels: dataset.test.labels,
      predicted,
      confidence,
      trueProbability
    })
    emit({
      type: 'evaluated',
      at: Date.now(),
      step,
      evaluation,
      ...(averaged === undefined ? {} : { averaged }),
      dataset: { name: dataset.info.name, hash: dataset.info.hash }
    })
  } catch (thrown) {
    if (!(thrown instanceof Stopped)) throw thrown
  }
}

/** Thrown through the code that evaluates when the user stops it. */
class Stopped extends Error {}

async function unlessStopped(control: TrainingControl): Promise<void> {
  await letMessagesIn()
  if (control.stopped) throw new Stopped()
}

function checkSameData(checkpoint: Checkpoint, { info }: Dataset): void {
  if (checkpoint.dataset === undefined || checkpoint.dataset.hash === info.hash) return
  throw new LabError(
    'invalid-input',
    `This run was trained on ${checkpoint.dataset.name}, but the data set here is ${info.name}.`,
    'Restore the data set that it was trained on, or start a new run.'
  )
}
