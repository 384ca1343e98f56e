import { required } from '../base/required'
import type { NamedRate } from './named-rate'
import type { RatePoint } from './rate-point'
import { smoothedSteps } from './search-steps'

/** Share of a search whose rates are too low for the loss to change: what it starts at, and how noisy it is. */
const quietShare = 0.1
/** A fall of the loss counts from this share of what it starts at. */
const leastFall = 0.01
/** And from this many standard errors of the smoothed loss, so that noise alone names nothing. */
const leastErrors = 5
/** The curve is over where the smoothed loss has taken back this share of its fall. */
const takenBack = 0.5
/**
 * The named rate is the one of the lowest loss divided by this. A rate that still lowers the loss for the few steps that
 * a search stays at it is too high for a whole run, and the smoothed loss lags behind the rates by a factor of about 2.
 */
const margin = 8

/**
 * Names a learning rate: well below the one at which the smoothed loss is lowest. Where the loss falls most steeply says
 * less with small batches: there, noise decides which point that is.
 * @param points of a search, in order
 * @param steps that the search would have taken up to the highest rate
 */
export function nameRate(points: readonly RatePoint[], steps: number): NamedRate {
  const quiet = Math.round(quietShare * steps)
  if (points.length <= quiet) {
    return {
      kind: 'none',
      reason: 'The loss grew without limit even at the lowest learning rates.',
      hint: 'Clip the gradients, or change the network.'
    }
  }
  const first = points.slice(0, quiet).map(({ loss }) => loss)
  const start = mean(first)
  const deviation = Math.sqrt(mean(first.map((loss) => (loss - start) ** 2)))
  // What is left of it in a moving average that looks back on so many steps.
  const error = deviation / Math.sqrt(2 * smoothedSteps(steps))
  const least = Math.max(leastFall * start, leastErrors * error)
  let lowest = quiet
  const smoothedAt = (step: number): number => required(points[step], 'a point of the search').smoothed
  for (let step = quiet; step < points.length; step++) {
    if (smoothedAt(step) < smoothedAt(lowest)) lowest = step
    const fall = start - smoothedAt(lowest)
    if (fall >= least && smoothedAt(step) > smoothedAt(lowest) + takenBack * fall) break
  }
  if (start - smoothedAt(lowest) < least) {
    return {
      kind: 'none',
      reason: 'No learning rate lowered the loss noticeably.',
      hint: 'Try a larger batch size, which makes the loss less noisy, or change the network or the optimizer.'
    }
  }
  const { rate } = required(points[lowest], 'the lowest point')
  const found = { kind: 'found' as const, rate: twoDigits(rate / margin) }
  return lowest === steps - 1 ? found : { ...found, limit: twoDigits(rate) }
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length

const twoDigits = (rate: number): number => Number(rate.toPrecision(2))
