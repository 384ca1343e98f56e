import { expect, test } from 'vitest'
import { lessonModel } from '../../core/model/lesson-model'
import { threadsForWork } from './threads-for-work'

test('small batches get one thread, large ones as many as they can keep busy', () => {
  expect(threadsForWork(lessonModel, 4, 8)).toBe(1)
  expect(threadsForWork(lessonModel, 32, 8)).toBe(1)
  expect(threadsForWork(lessonModel, 64, 8)).toBe(2)
  expect(threadsForWork(lessonModel, 512, 8)).toBe(8)
  expect(threadsForWork(lessonModel, 512, 2)).toBe(2)
})
