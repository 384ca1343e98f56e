import { formatCount } from '../format/format-number'
import type { RateFrom } from './rate-changes'

/** More would not be read. */
const mostNamed = 6

/** The learning rates of a run for people: `0.001`, or `0.001; from step 2,000 on 0.01`. */
export function describeRates(rates: readonly RateFrom[]): string {
  const named = rates
    .slice(0, mostNamed)
    .map(({ fromStep, learningRate }) =>
      fromStep === 0 ? String(learningRate) : `from step ${formatCount(fromStep)} on ${learningRate}`
    )
  const left = rates.length - named.length
  return [
    ...named,
    ...(left === 0 ? [] : [`and ${formatCount(left)} more ${left === 1 ? 'change' : 'changes'}`])
  ].join('; ')
}
