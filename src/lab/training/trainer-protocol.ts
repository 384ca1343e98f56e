import { engineIds } from '../../core/base/engine-id'
import { engineChoice, timedWorkload } from '../../core/engine/engine-speed'
import { evaluation } from '../../core/run/evaluation'
import { labErrorData } from '../../core/base/lab-error'
import { pixelRanges } from '../../core/model/pixel-range'
import { runConfig } from '../../core/settings/run-config'
import { runEvent } from '../../core/run/run-event'
import { z } from '../../core/base/schema'
import { engineStatus } from '../contract/engine-status'
import { inspection } from '../contract/inspection'
import { lossSurface, surfaceDirections } from '../contract/loss-surface'
import { pictureInspection } from '../contract/picture'
import { planAnswer, planQuestion } from '../contract/plan'
import { rateSearchResult } from '../contract/rate-search'
import { tensor } from '../contract/tensor'
import { timeline } from '../contract/timeline'
import { datasetManifest } from '../dataset/files/manifest'

const datasetPlace = z.object({ folder: z.string(), manifest: datasetManifest })
export type DatasetPlace = z.infer<typeof datasetPlace>

/** What a training process is started for; it does one job and ends, unless it is to stay for another training. */
export const trainerJob = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('train'),
    runFolder: z.string(),
    /** The token of the lab's claim on that folder; see ownership/. */
    claim: z.string(),
    config: runConfig,
    dataset: datasetPlace,
    /**
     * Go on from the checkpoint at `step`, with the engine that the run began with, since another one rounds
     * differently. `learningRate` is the one that the run shows.
     */
    resume: z
      .object({ step: z.int().min(0), learningRate: z.number(), engine: runConfig.shape.engine })
      .optional(),
    /** What `auto` comes to; without it the process takes the first engine that runs. */
    choice: engineChoice.optional(),
    /** Pause before the first step. */
    paused: z.boolean().optional(),
    /** Wait for another job when this one is over, with the data set that is loaded by then. */
    stays: z.boolean().optional(),
    /** Of the lab, for the record. */
    version: z.string()
  }),
  z.object({
    kind: z.literal('evaluate'),
    runFolder: z.string(),
    step: z.int().min(0),
    dataset: datasetPlace,
    /** What the network takes, as the run's record has it. */
    pixels: pixelRanges,
    /** Whether the scores of each image are averaged with those of its mirror image. */
    mirrored: z.boolean(),
    /** Whether the single predictions are kept; there is room for those of one data set. */
    keep: z.boolean()
  }),
  z.object({
    kind: z.literal('lossSurface'),
    runFolder: z.string(),
    /** The run's checkpoints, in order: the last lies in the middle. */
    steps: z.array(z.int().min(0)).min(1),
    /** Whether the path begins at the initial weights; a network from elsewhere began nobody knows where. */
    fromInitialWeights: z.boolean(),
    pixels: pixelRanges,
    directions: surfaceDirections,
    size: z.int(),
    images: z.int(),
    dataset: datasetPlace
  }),
  /** Trains with rising learning rates, to name one. */
  z.object({
    kind: z.literal('findRate'),
    config: runConfig,
    /** What `auto` comes to, or `auto` for the first engine that runs. */
    engine: runConfig.shape.engine,
    dataset: datasetPlace
  }),
  /** Answers `inspect` requests until it is stopped. */
  z.object({ kind: z.literal('inspect') }),
  /** Compiles a network to tell what came of it. */
  z.object({ kind: z.literal('plan'), request: planQuestion }),
  /** Measures the most that a thread can do. */
  z.object({ kind: z.literal('peak') }),
  z.object({ kind: z.literal('probe'), engines: z.array(z.enum(engineIds)) }),
  /** Trains on made-up images for a moment. */
  z.object({
    kind: z.literal('time'),
    engine: z.enum(engineIds),
    workload: timedWorkload,
    batchSize: runConfig.shape.batchSize
  }),
  /** Trains a few steps with an engine and compares them with the reference loops. */
  z.object({ kind: z.literal('verify'), engine: z.enum(engineIds) })
])
export type TrainerJob = z.infer<typeof trainerJob>
export type TrainJobRequest = Extract<TrainerJob, { kind: 'train' }>
export type EvaluateJobRequest = Extract<TrainerJob, { kind: 'evaluate' }>
/** `unkept`: why the predictions are not on disk, where they were to be kept. */
const evaluateJobResult = z.object({
  evaluation,
  /** Of the moving average of the weights, where the checkpoint has one. */
  averaged: evaluation.optional(),
  unkept: labErrorData.optional()
})
export type EvaluateJobResult = z.infer<typeof evaluateJobResult>
export type LossSurfaceJobRequest = Extract<TrainerJob, { kind: 'lossSurface' }>
export type FindRateJobRequest = Extract<TrainerJob, { kind: 'findRate' }>

/** What the lab asks of a training under way. `stop` ends any other job too. */
export const trainerControl = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('pause') }),
  z.object({ kind: z.literal('resume') }),
  /** During a pause: one mini-batch. */
  z.object({ kind: z.literal('step') }),
  z.object({ kind: z.literal('watchTimeline'), on: z.boolean() }),
  z.object({ kind: z.literal('stop') }),
  z.object({ kind: z.literal('setLearningRate'), learningRate: z.number() })
])
export type TrainerControl = z.infer<typeof trainerControl>

const inspectedNetwork = z.discriminatedUnion('kind', [
  /** The folder of a checkpoint, and what its network takes as the run's record has it. */
  z.object({ kind: z.literal('checkpoint'), folder: z.string(), pixels: pixelRanges }),
  z.object({ kind: z.literal('untrained'), config: runConfig })
])

/** Which image to send through which network. */
export const inspectionQuery = z.object({
  network: inspectedNetwork,
  dataset: datasetPlace,
  split: z.enum(['train', 'test']),
  row: z.int().min(0)
})
export type InspectionQuery = z.infer<typeof inspectionQuery>

/** The same with pixels of no data set. */
const pictureQuery = z.object({
  network: inspectedNetwork,
  /** Where the network's start weights are computed from images. */
  dataset: datasetPlace.optional(),
  classes: z.array(z.string()),
  /** base64 of u8[channels, height, width] */
  pixels: z.string()
})
export type PictureQuery = z.infer<typeof pictureQuery>

/** Which network's first weights are to be computed from training images. */
const firstWeightsQuery = z.object({ config: runConfig, dataset: datasetPlace })
export type FirstWeightsQuery = z.infer<typeof firstWeightsQuery>

/** From the lab to the training process: first one job, then controls, or questions to an inspect job. */
export const trainerRequest = z.discriminatedUnion('type', [
  /** Before the job: the data set that it will want. */
  z.object({ type: z.literal('dataset'), dataset: datasetPlace }),
  z.object({ type: z.literal('job'), job: trainerJob }),
  z.object({ type: z.literal('control'), control: trainerControl }),
  /** How many events of a train job are in the run's log by now. `claim`: which job; another one may have begun. */
  z.object({ type: z.literal('kept'), claim: z.string(), events: z.int() }),
  z.object({ type: z.literal('inspect'), id: z.int(), query: inspectionQuery }),
  z.object({ type: z.literal('inspectPicture'), id: z.int(), query: pictureQuery }),
  z.object({ type: z.literal('firstWeights'), id: z.int(), query: firstWeightsQuery })
])
export type TrainerRequest = z.infer<typeof trainerRequest>

/** From the training process to the lab. */
export const trainerMessage = z.discriminatedUnion('type', [
  /** Of a train job. The last event is `ended`. */
  z.object({ type: z.literal('events'), events: z.array(runEvent) }),
  z.object({ type: z.literal('timeline'), timeline }),
  /** Of a train job that was asked to stop: every second, until all is saved. */
  z.object({ type: z.literal('saving') }),
  /** Of an evaluate job, of a loss surface, and of a search for a learning rate. */
  z.object({ type: z.literal('progress'), done: z.int(), total: z.int() }),
  evaluateJobResult.extend({ type: z.literal('evaluated'), step: z.int() }),
  z.object({ type: z.literal('lossSurface'), surface: lossSurface }),
  z.object({ type: z.literal('rateFound'), result: rateSearchResult }),
  /** Of an inspect job: the answer to the request of the same number. */
  z.object({ type: z.literal('inspected'), id: z.int(), inspection }),
  z.object({ type: z.literal('pictureInspected'), id: z.int(), inspection: pictureInspection }),
  z.object({ type: z.literal('firstWeights'), id: z.int(), parameters: z.array(tensor) }),
  z.object({ type: z.literal('notInspected'), id: z.int(), error: labErrorData }),
  /** Of a probe job. */
  z.object({ type: z.literal('engines'), engines: z.array(engineStatus) }),
  /** Of a plan job. */
  z.object({ type: z.literal('plan'), answer: planAnswer }),
  /** Of a peak job: of one thread; undefined where the engine does not run. */
  z.object({ type: z.literal('peak'), operationsPerSecond: z.number().positive().optional() }),
  /** Of a time job. `device`: `WASM · 2 threads`. */
  z.object({ type: z.literal('timed'), device: z.string(), stepsPerSecond: z.number() }),
  /** Of a verify job: what the engine computes on. */
  z.object({ type: z.literal('verified'), description: z.string() }),
  /** The job could not be done; the process ends. */
  z.object({ type: z.literal('failed'), error: labErrorData })
])
export type TrainerMessage = z.infer<typeof trainerMessage>
