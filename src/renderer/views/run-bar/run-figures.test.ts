import { describe, expect, it } from 'vitest'
import { newRun, type RunState } from '../../../core/run/run-state'
import type { RunTiming } from '../../../core/run/run-timing'
import { runFigures } from './run-figures'

const timing: RunTiming = {
  span: 'recent',
  spanMs: 5000,
  stepsPerSecond: 2000,
  imagesPerSecond: 8000,
  stepMs: 0.5,
  compute: 1,
  wait: 0,
  other: 0
}
const evaluated: RunState = {
  ...newRun,
  trainMs: 6312,
  evaluation: {
    step: 100,
    result: {
      split: 'test',
      classes: ['a', 'b'],
      cells: [
        [0, 0, 3],
        [1, 0, 1]
      ],
      loss: 1,
      durationMs: 1
    },
    dataset: undefined
  }
}

function told(...given: Parameters<typeof runFigures>): string[] {
  return runFigures(...given).map(({ value, label }) => `${label}: ${value}`)
}

describe('the figures in the run bar', () => {
  it('are of speed while the run is live', () => {
    expect(told(newRun, true, timing, 61.5)).toEqual([
      'steps/s: 2,000',
      'images/s: 8,000',
      'left (about): 1:02'
    ])
    expect(runFigures(newRun, true, timing, 1)[0]?.title).toBe('Mean over the last 5 s')
  })

  it('are of the result after that', () => {
    expect(told(evaluated, false, timing, undefined)).toEqual([
      'accuracy: 75.0 %',
      'steps/s: 2,000',
      'training: 0:06.3'
    ])
  })

  it('have a dash for what is not known', () => {
    const dashes = (figures: readonly string[]) => figures.every((figure) => figure.endsWith(': –'))
    expect(dashes(told(newRun, true, undefined, undefined))).toBe(true)
    expect(dashes(told(newRun, false, undefined, undefined))).toBe(true)
  })
})
