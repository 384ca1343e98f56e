import { expect, test } from 'vitest'
import { timeSplit } from './time-split'

const phases = { samples: 3, forward: 0.1, backward: 0.2, update: 0.05 }

test('a step waits for images on average, and computes as the timed ones did', () => {
  expect(timeSplit({ phases, step: 200, waitMs: 5 })).toEqual({
    data: 0.025,
    forward: 0.1,
    backward: 0.2,
    update: 0.05
  })
})

test('before a step was timed nothing is known', () => {
  expect(timeSplit({ phases: undefined, step: 200, waitMs: 5 })).toBeUndefined()
  expect(timeSplit({ phases, step: 0, waitMs: 0 })).toBeUndefined()
})
