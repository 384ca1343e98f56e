import { expect, test } from 'vitest'
import { lessonDataset } from '../../../core/data/lesson-dataset'
import { lessonConfig } from '../../../core/settings/run-config'
import { testingObstacle } from './testing-obstacle'

const { classes } = lessonDataset
const run = { config: lessonConfig, classes }

test('a network is tested on images of its size and classes', () => {
  expect(testingObstacle(run, lessonDataset)).toBeUndefined()
  expect(testingObstacle({ ...run, classes: [] }, lessonDataset)).toBeUndefined()
  expect(testingObstacle({ config: undefined, classes: [] }, lessonDataset)).toBeUndefined()
})

test('what does not fit is told with both sides', () => {
  expect(testingObstacle(run, { ...lessonDataset, shape: [28, 28, 1] })).toMatch(
    /32 × 32 × 3 images, but CIFAR-10 has 28 × 28 × 1/
  )
  expect(testingObstacle(run, { ...lessonDataset, classes: ['a', 'b'] })).toMatch(
    /10 classes, but CIFAR-10 has 2/
  )
  const letters = Array.from('abcdefghij')
  expect(testingObstacle({ ...run, classes: letters }, lessonDataset)).toBe(
    'The network knows other classes than CIFAR-10 has: “a”, “b”, “c”, … where the data set has “plane”, “car”, “bird”, ….'
  )
})
