import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { RunConfig } from '../settings/run-config'
import { type CheckpointedRun, superfluousCheckpoints } from './superfluous-checkpoints'

/** What is left on disk of a run that writes a checkpoint at each of these steps and thins after each. */
function leftOf(
  rule: RunConfig['keepCheckpoints'],
  steps: readonly number[],
  run: CheckpointedRun
): number[] {
  let left: number[] = []
  for (const step of steps) {
    left = [...left, step]
    const superfluous = superfluousCheckpoints(rule, left, run)
    left = left.filter((one) => !superfluous.includes(one))
  }
  return left
}

const every = (interval: number, totalSteps: number): number[] =>
  Array.from({ length: Math.floor(totalSteps / interval) }, (_, i) => (i + 1) * interval)

const long = { totalSteps: 1_000_000, stepsPerEpoch: 12_500, bestStep: undefined }

describe('spread', () => {
  test('keeps all of a run that has few', () => {
    const steps = every(2000, 64_000)
    expect(
      leftOf('spread', steps, { totalSteps: 64_000, stepsPerEpoch: 12_500, bestStep: undefined })
    ).toEqual(steps)
  })

  test('keeps few of a long run, from its beginning to its end', () => {
    const left = leftOf('spread', every(500, long.totalSteps), long)
    expect(left.length).toBeGreaterThanOrEqual(24)
    expect(left.length).toBeLessThanOrEqual(32)
    expect(left[0]).toBeLessThan(50_000)
    const gaps = left.map((step, i) => step - (left[i - 1] ?? 0))
    expect(Math.max(...gaps)).toBeLessThan(100_000)
  })

  test('keeps the end of every epoch where there are at most as many as stretches', () => {
    const run = { totalSteps: 20_000, stepsPerEpoch: 1000, bestStep: undefined }
    const left = leftOf('spread', every(100, run.totalSteps), run)
    expect(left).toEqual(expect.arrayContaining(every(1000, run.totalSteps)))
  })
})

test('latest keeps the last three and the best', () => {
  expect(leftOf('latest', every(500, 10_000), { ...long, bestStep: 2000 })).toEqual([
    2000, 9000, 9500, 10_000
  ])
})

test('all keeps all', () => {
  expect(leftOf('all', every(500, 10_000), long)).toEqual(every(500, 10_000))
})

test('the last three and the best are never superfluous, whatever the rule and the run', () => {
  const step = fc.integer({ min: 1, max: 100_000 })
  fc.assert(
    fc.property(
      fc.constantFrom('spread' as const, 'latest' as const),
      fc.uniqueArray(step).map((steps) => steps.sort((a, b) => a - b)),
      fc.nat(100_000),
      fc.nat(1000),
      fc.option(step, { nil: undefined }),
      (rule, steps, totalSteps, stepsPerEpoch, bestStep) => {
        const superfluous = superfluousCheckpoints(rule, steps, { totalSteps, stepsPerEpoch, bestStep })
        for (const needed of [...steps.slice(-3), bestStep]) expect(superfluous).not.toContain(needed)
      }
    )
  )
})
