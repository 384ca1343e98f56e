import { expect, test } from 'vitest'
import { lessonModel } from '../../core/model/lesson-model'
import { bestThreads } from './best-threads'

test('small batches get one thread, large ones as many as they can keep busy', () => {
  expect(bestThreads(lessonModel, 4, 8)).toBe(1)
  expect(bestThreads(lessonModel, 32, 8)).toBe(1)
  expect(bestThreads(lessonModel, 64, 8)).toBe(2)
  expect(bestThreads(lessonModel, 512, 8)).toBe(8)
  expect(bestThreads(lessonModel, 512, 2)).toBe(2)
})
