import { required } from '../core/base/required'
import { constants, setPriority } from 'node:os'
import { dirname, join } from 'node:path'
import { assertNever } from '../core/base/assert-never'
import { LabError } from '../core/base/lab-error'
import type { Outcome } from '../core/run/run-event'
import type { Timeline } from '../lab/contract/timeline'
import {
  trainerRequest,
  type TrainerJob,
  type TrainerMessage,
  type TrainerRequest,
  type TrainJobRequest
} from '../lab/training/trainer-protocol'
import { AnnouncedDataset } from './jobs/announced-dataset'
import { evaluateCheckpoint } from './jobs/evaluate-job'
import { EventOutbox } from './jobs/event-outbox'
import { findRate } from './jobs/find-rate-job'
import { ImageInspector } from './jobs/image-inspector'
import { computeLossSurface } from './jobs/loss-surface-job'
import { keepInLog } from './jobs/keep-in-log'
import { answerPlanQuestion, measurePeak } from './jobs/plan-job'
import { engineStatuses } from './jobs/probe-job'
import { timeEngine } from './jobs/time-job'
import { trainRun } from './jobs/train-job'
import { TrainingControl, untilStopped } from './jobs/training-control'
import { useInstalledTensorflow } from './jobs/use-tensorflow'
import { verifyEngine } from './jobs/verify-job'

/**
 * Entry of the training process, forked by the lab: takes one job, does it, ends; or waits for the next training where
 * the lab has many. Whatever happens to this process costs no more than the job. When the lab goes away it writes a checkpoint and ends too.
 */

/** How long an orphan may take to write its checkpoint. */
const orphanMs = 60_000
/** How often a training that is stopping says that it is alive. */
const savingMs = 1000

/** Of the job under way. */
let control = new TrainingControl()
/** Whether it waits for another training. */
let idle = false
const inspector = new ImageInspector()
const datasets = new AnnouncedDataset()
/** Of the train job that is under way, or was the last. */
let training: { readonly claim: string; readonly outbox: EventOutbox } | undefined

process.on('message', (message: unknown) => {
  const request = trainerRequest.parse(message)
  switch (request.type) {
    case 'dataset':
      datasets.announce(request.dataset)
      break
    case 'job':
      idle = false
      runJob(request.job).catch(fail)
      break
    case 'control':
      control.accept(request.control)
      break
    case 'kept':
      if (training?.claim === request.claim) training.outbox.kept(request.events)
      break
    case 'inspect':
    case 'inspectPicture':
    case 'firstWeights':
      void answer(request)
      break
  }
})
process.on('disconnect', () => {
  if (idle) process.exit(0)
  training?.outbox.orphan()
  control.accept({ kind: 'stop' })
  setTimeout(() => process.exit(1), orphanMs).unref()
})
process.on('SIGTERM', () => control.accept({ kind: 'stop' }))
// Ctrl-C reaches every process of a terminal; the lab decides what becomes of the training, and says so.
process.on('SIGINT', () => undefined)
process.on('SIGHUP', () => undefined)
process.on('uncaughtException', fail)
process.on('unhandledRejection', fail)

async function runJob(job: TrainerJob): Promise<void> {
  await useInstalledTensorflow()
  switch (job.kind) {
    case 'train':
      await runTrainJob(job)
      if (job.stays === true && process.connected) return
      break
    case 'evaluate': {
      const result = await evaluateCheckpoint(job, control, (done, total) =>
        send({ type: 'progress', done, total })
      )
      await sent({ type: 'evaluated', step: job.step, ...result })
      break
    }
    case 'lossSurface': {
      giveWay()
      const surface = await computeLossSurface(job, control, (done, total) =>
        send({ type: 'progress', done, total })
      )
      await sent({ type: 'lossSurface', surface })
      break
    }
    case 'findRate': {
      giveWay()
      const result = await findRate(job, control, (done, total) => send({ type: 'progress', done, total }))
      await sent({ type: 'rateFound', result })
      break
    }
    case 'inspect':
      await untilStopped(control)
      break
    case 'verify':
      await sent({ type: 'verified', description: await verifyEngine(job.engine) })
      break
    case 'time':
      await sent({ type: 'timed', ...(await timeEngine(job)) })
      break
    case 'plan':
      await sent({ type: 'plan', answer: await answerPlanQuestion(job.request) })
      break
    case 'peak': {
      const operationsPerSecond = await measurePeak()
      await sent({ type: 'peak', ...(operationsPerSecond === undefined ? {} : { operationsPerSecond }) })
      break
    }
    case 'probe':
      await sent({ type: 'engines', engines: await engineStatuses(job.engines) })
      break
    default:
      assertNever(job)
  }
  process.exit(0)
}

/** What is computed in the background leaves the processor to a training. */
function giveWay(): void {
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL)
}

async function runTrainJob(job: TrainJobRequest): Promise<void> {
  const box = new EventOutbox(
    (events) => sent({ type: 'events', events }),
    (events) => keepInLog(job.runFolder, events)
  )
  training = { claim: job.claim, outbox: box }
  // The lab may have gone while this process got ready.
  if (!process.connected) box.orphan()
  let signs: NodeJS.Timeout | undefined
  control.onStopped(() => {
    send({ type: 'saving' })
    signs = setInterval(() => send({ type: 'saving' }), savingMs)
  })
  const loaderFile = join(dirname(required(process.argv[1], 'the file of this process')), 'loader-worker.cjs')
  let outcome: Outcome
  try {
    const onTimeline = (timeline: Timeline): void => send({ type: 'timeline', timeline })
    outcome = { kind: await trainRun(job, { control, datasets, outbox: box, onTimeline, loaderFile }) }
  } catch (thrown) {
    outcome = { kind: 'failed', error: LabError.from(thrown).toData() }
  }
  await box.settled()
  clearInterval(signs)
  // The next job may come as soon as the lab is told of the end.
  if (job.stays === true) {
    control = new TrainingControl()
    idle = true
  }
  const step = Math.max(box.step, job.resume?.step ?? 0)
  await sent({ type: 'events', events: [{ type: 'ended', at: Date.now(), step, outcome }] })
}

async function answer(request: Extract<TrainerRequest, { id: number }>): Promise<void> {
  const { id } = request
  try {
    if (request.type === 'inspect') {
      await sent({ type: 'inspected', id, inspection: await inspector.inspect(request.query) })
    } else if (request.type === 'inspectPicture') {
      const inspection = await inspector.inspectPicture(request.query)
      await sent({ type: 'pictureInspected', id, inspection })
    } else {
      const parameters = await inspector.firstWeights(request.query)
      await sent({ type: 'firstWeights', id, parameters: [...parameters] })
    }
  } catch (thrown) {
    await sent({ type: 'notInspected', id, error: LabError.from(thrown).toData() })
  }
}

function fail(thrown: unknown): void {
  void sent({ type: 'failed', error: LabError.from(thrown).toData() }).then(() => process.exit(1))
}

function send(message: TrainerMessage): void {
  void sent(message)
}

/** Resolves when the message has left, or when there is nobody left to read it. */
function sent(message: TrainerMessage): Promise<void> {
  return new Promise((resolve) => {
    if (process.connected && process.send !== undefined) process.send(message, undefined, {}, () => resolve())
    else resolve()
  })
}
