import { z } from '../base/schema'

/** A learning rate, and the step after which it holds. The first of a run holds from its start, step 0. */
export const rateFrom = z.object({ fromStep: z.int(), learningRate: z.number() })
export type RateFrom = Readonly<z.infer<typeof rateFrom>>

/** The rates with another one from a step on. What was to come after that step never happened. */
export function withRate(
  rates: readonly RateFrom[],
  fromStep: number,
  learningRate: number
): readonly RateFrom[] {
  const kept = ratesUpTo(rates, fromStep - 1)
  return kept.at(-1)?.learningRate === learningRate ? kept : [...kept, { fromStep, learningRate }]
}

/** Those that were in force at a step or before. */
export const ratesUpTo = (rates: readonly RateFrom[], step: number): readonly RateFrom[] =>
  rates.filter(({ fromStep }) => fromStep <= step)
