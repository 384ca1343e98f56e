import { countWord } from '../format/format-number'
import { countParameters } from '../model/infer-shapes'
import { studyImages } from './study-images'
import type { StudyLayout } from './study-trials'

/** Fewer steps say little about the speed. */
const leastSteps = 20

interface Asked {
  /** How many times an image goes through the network. */
  readonly images: number
  /** Of the network. */
  readonly parameters: number
  readonly batchSize: number
}

/** A run whose speed is known. */
export interface TimedRun {
  readonly number: number
  readonly batchSize: number
  readonly step: number
  /** Milliseconds spent on training. */
  readonly trainMs: number
  readonly details?: { readonly network: { readonly parameters?: number | undefined } } | undefined
}

/**
 * Seconds of training, from the speed of the newest run with a network of this size, at the batch size nearest to this
 * one; undefined where there is none.
 */
export function expectedSeconds(
  { images, parameters, batchSize }: Asked,
  runs: readonly TimedRun[]
): number | undefined {
  const distance = (run: TimedRun): number => Math.abs(Math.log2(run.batchSize / batchSize))
  const known = runs
    .filter(
      ({ details, step, trainMs }) =>
        details?.network.parameters === parameters && step >= leastSteps && trainMs > 0
    )
    .sort((a, b) => distance(a) - distance(b) || b.number - a.number)
  const [run] = known
  return run === undefined ? undefined : (images * run.trainMs) / (run.step * run.batchSize) / 1000
}

/** How much a study trains. */
export interface StudyCost {
  /** Of all rounds. */
  readonly runs: number
  /** Of all runs together; undefined where no run so far tells how fast they are. */
  readonly seconds: number | undefined
}

/**
 * @param trainImages of the data set
 * @param runs those that there are, for their speed
 */
export function studyCost(layout: StudyLayout, trainImages: number, runs: readonly TimedRun[]): StudyCost {
  const size = studyImages(layout, trainImages)
  const first = layout.settings[0]?.config
  if (first === undefined) return { runs: size.runs, seconds: undefined }
  const { model, batchSize } = first
  const asked = { images: size.images, parameters: countParameters(model), batchSize }
  return { runs: size.runs, seconds: expectedSeconds(asked, runs) }
}

/** Seconds until all runs are over, some at a time: five runs, two at a time, take as long as three. */
export function secondsAtOnce(runs: number, seconds: number, atOnce: number): number {
  return (seconds / runs) * Math.ceil(runs / atOnce)
}

/**
 * `about 23 s of training; two at a time, about 12 s`
 * @param atOnce runs at a time; `assumed`: as many as there can be, when how many there are is not known yet
 */
export function sayTrainingTime(
  { runs, seconds }: { readonly runs: number; readonly seconds: number },
  atOnce: number,
  assumed = false
): string {
  const all = `${sayDuration(seconds)} of training`
  const used = Math.min(atOnce, runs)
  if (used === 1) return assumed ? all : `${all}, one run at a time`
  return `${all}; ${assumed ? 'with ' : ''}${countWord(used)} at a time, ${sayDuration(secondsAtOnce(runs, seconds, used))}`
}

/** `about 40 s`, `about 12 min`, `about 3 hours` */
export function sayDuration(seconds: number): string {
  const round = (value: number): number =>
    Math.max(1, value < 10 ? Math.round(value) : Number(value.toPrecision(2)))
  const words = (value: number, unit: string): string =>
    `about ${round(value)} ${unit}${round(value) === 1 ? '' : 's'}`
  if (seconds < 90) return `about ${round(seconds)} s`
  if (seconds < 90 * 60) return `about ${round(seconds / 60)} min`
  return seconds < 48 * 3600 ? words(seconds / 3600, 'hour') : words(seconds / 86_400, 'day')
}
