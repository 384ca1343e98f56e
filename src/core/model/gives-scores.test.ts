import { expect, test } from 'vitest'
import { lessonModel } from './lesson-model'
import { givesScores } from './gives-scores'

test('the last layer gives the scores, with a fixed factor behind it too', () => {
  const last = lessonModel.layers.length - 1
  expect(givesScores(lessonModel, last)).toBe(true)
  expect(givesScores(lessonModel, last - 1)).toBe(false)
  const scaled: typeof lessonModel = {
    ...lessonModel,
    layers: [...lessonModel.layers, { type: 'scale', name: 'scale1', factor: 0.125 }]
  }
  expect([last - 1, last, last + 1].map((index) => givesScores(scaled, index))).toEqual([false, true, true])
})
