// Over 300 lines: one state, and the one switch over all that can happen to it.
import { assertNever } from '../base/assert-never'
import { configWithPixels } from '../settings/config-with-pixels'
import type { RecordedDataset } from '../data/dataset-info'
import type { BestEpoch } from './best-epoch'
import type { DeviceInfo, PhaseTimes } from '../engine/engine'
import type { EngineChoice } from '../engine/engine-speed'
import { countParameters } from '../model/infer-shapes'
import type { LabErrorData } from '../base/lab-error'
import type { RunConfig } from '../settings/run-config'
import { type RateFrom, ratesUpTo, withRate } from './rate-changes'
import { type Snapshot, withSnapshot } from './snapshot'
import { type Evaluated, keptEvaluations, withEvaluation } from './run-evaluations'
import type { Outcome, RunEvent } from './run-event'
import type { RunOrigin } from './run-origin'
import { startMark, withMark, type TimeMark } from './run-timing'
import { Series } from '../maths/series'

export interface LossPoint {
  readonly step: number
  readonly loss: number
  /** What had been trained until then, in milliseconds of training. */
  readonly trainMs: number
}

export interface LogLine {
  readonly epoch: number
  readonly batch: number
  readonly step: number
  readonly loss: number
}

export interface Validation {
  readonly step: number
  readonly epoch: number
  readonly loss: number
  readonly accuracy: number
  /** The same on images that were trained on; what the run is worse at on the others is over-fitting. */
  readonly trainLoss: number | undefined
  readonly trainAccuracy: number | undefined
  /** How long the measuring took. */
  readonly durationMs: number | undefined
  /** The same of the moving average of the weights. */
  readonly averageLoss?: number | undefined
  readonly averageAccuracy?: number | undefined
}

/** A mini-batch that was trained by itself. */
export type Stepped = Extract<RunEvent, { readonly type: 'stepped' }>

export interface DamagedCheckpoint {
  readonly step: number
  readonly folder: string
  readonly error: LabErrorData
}

/** Where a run stands in its life. */
export type RunStatus =
  | { readonly kind: 'new' }
  | { readonly kind: 'training' }
  | { readonly kind: 'paused' }
  | {
      readonly kind: 'imported'
      readonly fileName: string
      readonly content?: string | undefined
      readonly files?: string | undefined
    }
  | Outcome

export interface RunState {
  readonly status: RunStatus
  /** The runs that it was forked from, the nearest last; none for a run that started with its first step. */
  readonly lineage: readonly RunOrigin[]
  readonly config: RunConfig | undefined
  readonly classes: readonly string[]
  readonly device: DeviceInfo | undefined
  /** How its steps were rounded, as far as is known: more than one where it went on elsewhere than it began. */
  readonly arithmetics: readonly { readonly fromStep: number; readonly name: string }[]
  /** Why it is that device, where the engine was left to `auto`. */
  readonly choice: EngineChoice | undefined
  readonly dataset: RecordedDataset | undefined
  /** How it is known which pixels the network takes (`config.model.pixels`). */
  readonly pixelsFrom: 'training' | 'file' | 'assumed' | 'user'
  readonly versions: Readonly<Record<string, string>>
  readonly parameters: number
  readonly trainImages: number
  readonly validationImages: number
  /** 0 in a run that was begun before this was told. */
  readonly testImages: number
  readonly stepsPerEpoch: number
  readonly totalSteps: number
  readonly startedAt: number | undefined
  readonly endedAt: number | undefined
  readonly step: number
  readonly epoch: number
  readonly learningRate: number
  /** The one that it began with, and each that somebody changed it to. */
  readonly learningRates: readonly RateFrom[]
  readonly points: Series<LossPoint>
  readonly log: Series<LogLine>
  readonly validations: Series<Validation>
  /** What it got right while it trained, image class by image class; none in runs of earlier versions. */
  readonly snapshots: Series<Snapshot>
  /** Steps, in order. */
  readonly checkpoints: Series<number>
  /** What one of them takes on disk, as far as is known. */
  readonly checkpointBytes: number | undefined
  /** The checkpoint that is the result of a finished run instead of its last one: early stopping chose it. */
  readonly selected: BestEpoch | undefined
  /** Those that were found to be of no use, where they lie, and why. */
  readonly damagedCheckpoints: readonly DamagedCheckpoint[]
  /** The latest step that was taken by itself, until the run goes on. */
  readonly stepped: Stepped | undefined
  /** The latest evaluation on the test images of the run's own data set. */
  readonly evaluation: Evaluated | undefined
  /** The latest one on the test images of another data set; it never takes the place of the run's result. */
  readonly otherEvaluation: Evaluated | undefined
  /** The latest one on the test images of the run's own data set together with their mirror images; it is not the result either. */
  readonly mirroredEvaluation: Evaluated | undefined
  readonly trainMs: number
  readonly waitMs: number
  /** What the engine's latest timed steps consisted of. */
  readonly phases: PhaseTimes | undefined
  /** Where the time stood at the last point. */
  readonly timed: TimeMark | undefined
  /** Marks of the last seconds; see `runTiming`. */
  readonly recent: readonly TimeMark[]
}

export const newRun: RunState = {
  status: { kind: 'new' },
  lineage: [],
  config: undefined,
  classes: [],
  device: undefined,
  arithmetics: [],
  choice: undefined,
  dataset: undefined,
  pixelsFrom: 'training',
  versions: {},
  parameters: 0,
  trainImages: 0,
  validationImages: 0,
  testImages: 0,
  stepsPerEpoch: 0,
  totalSteps: 0,
  startedAt: undefined,
  endedAt: undefined,
  step: 0,
  epoch: 0,
  learningRate: 0,
  learningRates: [],
  points: Series.empty(),
  log: Series.empty(),
  validations: Series.empty(),
  snapshots: Series.empty(),
  checkpoints: Series.empty(),
  checkpointBytes: undefined,
  selected: undefined,
  damagedCheckpoints: [],
  stepped: undefined,
  evaluation: undefined,
  otherEvaluation: undefined,
  mirroredEvaluation: undefined,
  trainMs: 0,
  waitMs: 0,
  phases: undefined,
  timed: undefined,
  recent: []
}

/** All events of a run, in order, to what is shown of it. An event costs the same however many came before it. */
export function foldRun(state: RunState, events: readonly RunEvent[]): RunState {
  let folded = state
  let lines: LogLine[] = []
  for (const event of events) {
    if (event.type === 'log') {
      // A log can have a hundred thousand lines, and a state has forty fields: they are added together.
      lines.push(logLine(event))
      continue
    }
    folded = apply(withLines(folded, lines), event)
    lines = []
  }
  return withLines(folded, lines)
}

function withLines(state: RunState, lines: readonly LogLine[]): RunState {
  return lines.length === 0 ? state : { ...state, log: state.log.addAll(lines) }
}

function logLine({ epoch, batch, step, loss }: Extract<RunEvent, { type: 'log' }>): LogLine {
  return { epoch, batch, step, loss }
}

function apply(state: RunState, event: Exclude<RunEvent, { type: 'log' }>): RunState {
  switch (event.type) {
    case 'started':
      return {
        ...newRun,
        status: { kind: 'training' },
        config: event.config,
        classes: event.dataset.classes,
        device: event.device,
        arithmetics: withArithmetic([], 0, event.device),
        choice: event.choice,
        dataset: recorded(event.dataset),
        versions: event.versions,
        parameters: event.parameters,
        trainImages: event.trainImages,
        validationImages: event.validationImages,
        testImages: event.testImages ?? 0,
        stepsPerEpoch: event.stepsPerEpoch,
        totalSteps: event.totalSteps,
        startedAt: event.at,
        epoch: 1,
        ...rated([], 0, event.config.optimizer.learningRate),
        recent: [startMark]
      }
    case 'progress': {
      const { step, trainMs, waitMs, computeMs } = event
      const timed = { step, trainMs, waitMs, computeMs }
      return {
        ...state,
        step,
        epoch: event.epoch,
        trainMs,
        waitMs,
        points: state.points.add({ step, loss: event.loss, trainMs }),
        phases: event.phases ?? state.phases,
        timed,
        recent: withMark(state.recent, timed)
      }
    }
    case 'checkpoint':
      // One at the same step replaces it.
      return {
        ...state,
        // Written while the training goes on, or after the last step of an epoch, when no point may have been told.
        step: Math.max(state.step, event.step),
        checkpoints: state.checkpoints.dropLastWhile((step) => step >= event.step).add(event.step),
        checkpointBytes: event.bytes ?? state.checkpointBytes,
        damagedCheckpoints: state.damagedCheckpoints.filter(({ step }) => step !== event.step)
      }
    case 'checkpointsRemoved':
      return { ...state, checkpoints: without(state.checkpoints, event.steps) }
    case 'checkpointDamaged': {
      const { step, folder, error } = event
      return {
        ...state,
        checkpoints: without(state.checkpoints, [step]),
        damagedCheckpoints: [
          ...state.damagedCheckpoints.filter((known) => known.step !== step),
          { step, folder, error }
        ]
      }
    }
    case 'validated':
      return {
        ...state,
        // Measured again, where the run went on before it was known that it had been.
        validations: state.validations
          .dropLastWhile((one) => one.step >= event.step)
          .add({
            step: event.step,
            epoch: event.epoch,
            loss: event.loss,
            accuracy: event.accuracy,
            trainLoss: event.trainLoss,
            trainAccuracy: event.trainAccuracy,
            durationMs: event.durationMs,
            averageLoss: event.averageLoss,
            averageAccuracy: event.averageAccuracy
          }),
        ...(event.cells === undefined
          ? {}
          : {
              snapshots: withSnapshot(state.snapshots, {
                step: event.step,
                epoch: event.epoch,
                split: 'validation',
                loss: event.loss,
                cells: event.cells,
                durationMs: event.durationMs
              })
            })
      }
    case 'watched': {
      const { step, epoch, split, loss, cells, durationMs } = event
      return {
        ...state,
        snapshots: withSnapshot(state.snapshots, { step, epoch, split, loss, cells, durationMs })
      }
    }
    case 'selected':
      return { ...state, selected: { step: event.step, epoch: event.epoch, loss: event.loss } }
    case 'stepped':
      return { ...state, step: event.step, epoch: event.epoch, stepped: event }
    case 'evaluated':
      return {
        ...state,
        ...withEvaluation(
          state,
          {
            step: event.step,
            result: event.evaluation,
            averaged: event.averaged,
            dataset: event.dataset
          },
          event.mirrored === true
        )
      }
    case 'learningRateChanged':
      return { ...state, ...rated(state.learningRates, event.step, event.learningRate) }
    case 'paused':
      return { ...state, status: { kind: 'paused' }, step: event.step }
    case 'resumed':
      return {
        ...rewound(state, event.step),
        status: { kind: 'training' },
        device: event.device,
        arithmetics: withArithmetic(state.arithmetics, event.step, event.device),
        choice: event.choice ?? (event.device.engine === state.device?.engine ? state.choice : undefined),
        versions: event.versions ?? state.versions,
        endedAt: undefined,
        stepped: undefined,
        recent: []
      }
    case 'forked':
      return {
        ...rewound(state, event.step),
        status: { kind: 'training' },
        lineage: [...state.lineage, event.from],
        config: event.config,
        classes: event.dataset.classes,
        device: expectedDevice(event.config.engine, state.device),
        choice: undefined,
        dataset: event.dataset,
        pixelsFrom: 'training',
        parameters: event.parameters,
        trainImages: event.trainImages,
        validationImages: event.validationImages,
        testImages: event.testImages,
        stepsPerEpoch: event.stepsPerEpoch,
        totalSteps: event.totalSteps,
        startedAt: event.at,
        endedAt: undefined,
        epoch: event.epoch,
        ...rated(state.learningRates, event.step, event.config.optimizer.learningRate),
        stepped: undefined,
        recent: []
      }
    case 'imported':
      return {
        ...newRun,
        status: {
          kind: 'imported',
          fileName: event.fileName,
          ...(event.content === undefined ? {} : { content: event.content }),
          ...(event.files === undefined ? {} : { files: event.files })
        },
        config: event.config,
        classes: event.classes,
        dataset: event.dataset,
        // Before it was recorded, only files from elsewhere came without a data set.
        pixelsFrom: (event.assumesPixels ?? event.dataset === undefined) ? 'assumed' : 'file',
        versions: event.versions,
        parameters: countParameters(event.config.model),
        startedAt: event.at,
        endedAt: event.at,
        step: event.step,
        epoch: event.epoch,
        totalSteps: event.step,
        ...rated([], 0, event.config.optimizer.learningRate),
        checkpoints: Series.of(event.step)
      }
    case 'pixelsChosen':
      return state.config === undefined
        ? state
        : { ...state, config: configWithPixels(state.config, event.pixels), pixelsFrom: 'user' }
    case 'ended':
      return { ...state, status: event.outcome, step: event.step, endedAt: event.at }
    default:
      return assertNever(event)
  }
}

function rated(
  before: readonly RateFrom[],
  step: number,
  learningRate: number
): Pick<RunState, 'learningRate' | 'learningRates'> {
  return { learningRate, learningRates: withRate(before, step, learningRate) }
}

/** A fork trains on with its parent's engine unless it names another. */
function expectedDevice(engine: RunConfig['engine'], device: DeviceInfo | undefined): DeviceInfo | undefined {
  return engine === 'auto' || engine === device?.engine ? device : undefined
}

/** Earlier versions wrote down no more than which data set it was, and its classes. */
function recorded(dataset: Extract<RunEvent, { type: 'started' }>['dataset']): RecordedDataset {
  return 'shape' in dataset ? dataset : { name: dataset.name, hash: dataset.hash }
}

/** Those of the steps before, and the one from here on where it is another. */
function withArithmetic(
  before: RunState['arithmetics'],
  fromStep: number,
  { arithmetic }: DeviceInfo
): RunState['arithmetics'] {
  const kept = before.filter((earlier) => earlier.fromStep < fromStep)
  return arithmetic === undefined || arithmetic === kept.at(-1)?.name
    ? kept
    : [...kept, { fromStep, name: arithmetic }]
}

/** What is left is short: that is what checkpoints are removed for. */
function without(checkpoints: Series<number>, steps: readonly number[]): Series<number> {
  const removed = new Set(steps)
  return Series.from(checkpoints.slice(0).filter((step) => !removed.has(step)))
}

/** What a run had done after the checkpoint from which it goes on never happened. */
function rewound(state: RunState, step: number): RunState {
  const kept = <T extends { readonly step: number }>(items: Series<T>): Series<T> =>
    items.dropLastWhile((item) => item.step > step)
  const learningRates = ratesUpTo(state.learningRates, step)
  return {
    ...state,
    step,
    learningRates,
    learningRate: learningRates.at(-1)?.learningRate ?? state.learningRate,
    points: kept(state.points),
    log: kept(state.log),
    validations: kept(state.validations),
    snapshots: kept(state.snapshots),
    checkpoints: state.checkpoints.dropLastWhile((checkpoint) => checkpoint > step),
    selected: undefined,
    ...keptEvaluations(state, step)
  }
}
