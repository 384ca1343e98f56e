import { describe, expect, test } from 'vitest'
import { runTiming, startMark, stepParts, withMark, type TimeMark } from './run-timing'

/** A step takes `stepMs`, of which a tenth is waiting and a tenth neither waiting nor computing. */
const mark = (step: number, stepMs: number): TimeMark => {
  const trainMs = step * stepMs
  return { step, trainMs, waitMs: trainMs / 10, computeMs: trainMs * 0.8 }
}
const marksUntil = (steps: number, stepMs: number): readonly TimeMark[] => {
  let marks: readonly TimeMark[] = [startMark]
  for (let step = 1; step <= steps; step++) marks = withMark(marks, mark(step, stepMs))
  return marks
}
const run = (kind: string, recent: readonly TimeMark[]) => ({
  status: { kind },
  trainImages: 50_000,
  stepsPerEpoch: 12_500,
  timed: recent.at(-1),
  recent
})

describe('marks', () => {
  test('cover five seconds of training, however often they come', () => {
    for (const stepMs of [0.5, 7, 90, 600]) {
      const marks = marksUntil(Math.ceil(20_000 / stepMs), stepMs)
      const span = (marks.at(-1)?.trainMs ?? 0) - (marks[0]?.trainMs ?? 0)
      expect(span).toBeGreaterThanOrEqual(5000)
      expect(span).toBeLessThanOrEqual(5000 + Math.max(200, stepMs))
      expect(marks.length).toBeLessThan(60)
      expect(marks.at(-1)?.trainMs).toBeCloseTo(Math.ceil(20_000 / stepMs) * stepMs)
    }
  })

  test('cover the last step where a step takes longer', () => {
    expect(marksUntil(4, 30_000).map(({ step }) => step)).toEqual([3, 4])
  })
})

describe('a timing', () => {
  test('has shares that add up to 1 and a step that goes with the speed', () => {
    const time = runTiming(run('training', marksUntil(40_000, 0.5)))
    expect(time).toMatchObject({ span: 'recent', stepMs: 0.5, stepsPerSecond: 2000, imagesPerSecond: 8000 })
    expect(time?.wait).toBeCloseTo(0.1)
    expect(time?.compute).toBeCloseTo(0.8)
    expect((time?.compute ?? 0) + (time?.wait ?? 0) + (time?.other ?? 0)).toBeCloseTo(1)
  })

  test('is of the last seconds while the run is live, and of all of it afterwards', () => {
    const slowStart = { step: 10, trainMs: 60_000, waitMs: 50_000, computeMs: 10_000 }
    const later = Array.from({ length: 100 }, (_, i) => ({
      step: 10 + 100 * (i + 1),
      trainMs: 60_000 + 100 * (i + 1),
      waitMs: 50_000,
      computeMs: 10_000 + 100 * (i + 1)
    }))
    const marks = [slowStart, ...later].reduce(withMark, [startMark])
    expect(runTiming(run('training', marks))).toMatchObject({
      span: 'recent',
      wait: 0,
      compute: 1,
      stepMs: 1
    })
    const whole = runTiming(run('finished', marks))
    expect(whole).toMatchObject({ span: 'whole', spanMs: 70_000 })
    expect(whole?.wait).toBeCloseTo(5 / 7)
    expect(whole?.stepsPerSecond).toBeCloseTo(10_010 / 70)
  })

  test('of a run that did not tell its compute takes all that is not waiting for it', () => {
    const told = { step: 100, trainMs: 1000, waitMs: 300, computeMs: undefined }
    expect(runTiming(run('finished', [startMark, told]))).toMatchObject({ wait: 0.3, compute: 0.7, other: 0 })
  })

  test('is not known before anything was measured', () => {
    expect(runTiming(run('training', [startMark]))).toBeUndefined()
    expect(runTiming(run('finished', []))).toBeUndefined()
  })
})

describe('the parts of a step', () => {
  const time = runTiming(run('training', marksUntil(40_000, 0.5)))
  if (time === undefined) throw new Error('not timed')

  test.each([
    ['faster than steps are on average', { forward: 0.05, backward: 0.1, update: 0.05 }],
    ['slower than steps are on average', { forward: 0.5, backward: 1, update: 0.5 }]
  ])('add up to it where the timed steps were %s', (_, phases) => {
    const parts = stepParts(time, { samples: 1, ...phases })
    if (parts === undefined) throw new Error('not split')
    const { data, forward, backward, update, other } = parts
    expect(data + forward + backward + update + other).toBeCloseTo(time.stepMs)
    expect(data).toBeCloseTo(0.05)
    expect(backward / forward).toBeCloseTo(2)
    expect(forward + backward + update).toBeCloseTo(0.4)
    expect(other).toBeCloseTo(0.05)
  })

  test('are not known where the engine times none', () => {
    expect(stepParts(time, undefined)).toBeUndefined()
    expect(stepParts(time, { samples: 1, forward: 0, backward: 0, update: 0 })).toBeUndefined()
  })
})
