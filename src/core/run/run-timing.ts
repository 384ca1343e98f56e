import type { PhaseTimes } from '../engine/engine'
import type { TrainingTimes } from './training-clock'

/** Where the time of a training stood after a step. */
export interface TimeMark extends TrainingTimes {
  readonly step: number
}

export const startMark: TimeMark = { step: 0, trainMs: 0, waitMs: 0, computeMs: 0 }

/** Training time over which the figures of a live run are taken, in milliseconds. */
const recentMs = 5000
/** Marks need not be closer than this. */
const gapMs = 100

/** The marks of the last five seconds of training, with a new one. */
export function withMark(marks: readonly TimeMark[], mark: TimeMark): readonly TimeMark[] {
  const before = marks.at(-2)
  const settled = before !== undefined && mark.trainMs - before.trainMs < gapMs ? marks.slice(0, -1) : marks
  // The first one kept is the last that lies before the five seconds, so that all of them are covered.
  const first = settled.findIndex((_, i) => {
    const next = settled[i + 1]
    return next === undefined || mark.trainMs - next.trainMs < recentMs
  })
  return [...settled.slice(Math.max(0, first)), mark]
}

/** What a training's time went to over a span of it. All figures of a timing are of the same span. */
export interface RunTiming {
  /** `recent`: the last five seconds of training; `whole`: the run from its start. */
  readonly span: 'recent' | 'whole'
  /** Training time that the span covers: without pauses and validation. */
  readonly spanMs: number
  readonly stepsPerSecond: number
  readonly imagesPerSecond: number
  /** A step in milliseconds: 1,000 / stepsPerSecond. */
  readonly stepMs: number
  /** Shares in [0, 1] that add up to 1: in the engine, waiting for the loader, checkpoints and messages. */
  readonly compute: number
  readonly wait: number
  readonly other: number
}

/** What a timing is taken from: a `RunState`. */
interface Timed {
  readonly status: { readonly kind: string }
  readonly trainImages: number
  readonly stepsPerEpoch: number
  readonly timed: TimeMark | undefined
  readonly recent: readonly TimeMark[]
}

/** Of a run that is live the last seconds, of one that has ended the whole. @returns undefined before it was measured */
export function runTiming(run: Timed): RunTiming | undefined {
  const live = run.status.kind === 'training' || run.status.kind === 'paused'
  return live ? recentTiming(run) : timing('whole', startMark, run.timed, run)
}

/** Of the last seconds of training, live or not. */
export function recentTiming(run: Timed): RunTiming | undefined {
  return timing('recent', run.recent[0], run.recent.at(-1), run)
}

function timing(
  span: RunTiming['span'],
  from: TimeMark | undefined,
  to: TimeMark | undefined,
  { trainImages, stepsPerEpoch }: Timed
): RunTiming | undefined {
  if (from === undefined || to === undefined) return undefined
  const spanMs = to.trainMs - from.trainMs
  const steps = to.step - from.step
  if (spanMs <= 0 || steps <= 0) return undefined
  const stepsPerSecond = (steps * 1000) / spanMs
  const wait = Math.min(1, (to.waitMs - from.waitMs) / spanMs)
  const compute =
    to.computeMs === undefined || from.computeMs === undefined
      ? 1 - wait
      : Math.min(1 - wait, (to.computeMs - from.computeMs) / spanMs)
  return {
    span,
    spanMs,
    stepsPerSecond,
    // The last batch of an epoch may be short.
    imagesPerSecond: stepsPerEpoch === 0 ? 0 : (stepsPerSecond * trainImages) / stepsPerEpoch,
    stepMs: spanMs / steps,
    compute,
    wait,
    other: Math.max(0, 1 - wait - compute)
  }
}

/** What the mean step of a timing consists of, in milliseconds; the parts add up to `stepMs`. */
export interface StepParts {
  /** Waiting for images, or gathering them. */
  readonly data: number
  readonly forward: number
  readonly backward: number
  readonly update: number
  /** Checkpoints, messages, and what lies between. */
  readonly other: number
}

/**
 * Splits the step of a timing: what the engine computes by the proportions of the steps that it has timed one by one.
 * How long those took would not do: they are medians, and a mean step has its share of what holds a processor up.
 * @returns undefined before the engine has timed a step, or where it times none
 */
export function stepParts(time: RunTiming, phases: PhaseTimes | undefined): StepParts | undefined {
  if (phases === undefined) return undefined
  const measured = phases.forward + phases.backward + phases.update
  if (measured === 0) return undefined
  const scale = (time.compute * time.stepMs) / measured
  return {
    data: time.wait * time.stepMs,
    forward: phases.forward * scale,
    backward: phases.backward * scale,
    update: phases.update * scale,
    other: time.other * time.stepMs
  }
}
