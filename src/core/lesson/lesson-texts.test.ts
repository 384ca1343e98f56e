import { expect, test } from 'vitest'
import { lessonDataset } from '../data/lesson-dataset'
import { inferShapes } from '../model/infer-shapes'
import type { ConfusionCell } from '../run/evaluation'
import { lessonConfig } from '../settings/run-config'
import { explain } from './explain'
import type { LessonFacts } from './lesson-facts'
import type { Topic } from './topic'

const facts: LessonFacts = {
  dialect: 'pytorch',
  config: lessonConfig,
  dataset: lessonDataset,
  shapes: inferShapes(lessonConfig.model),
  misfit: undefined,
  part: 'evaluate',
  evaluation: undefined,
  surface: 'ravine',
  slice: { directions: 'principal', share: undefined }
}

const said = (topic: Topic, given: LessonFacts): string =>
  (explain(topic, given)?.body ?? []).map((block) => ('text' in block ? block.text : '')).join('\n')

test('the example of a mistake is the most frequent one that the exercises do not ask about', () => {
  const matrix = (classes: string[], cells: ConfusionCell[]): string =>
    said('matrix', {
      ...facts,
      evaluation: { split: 'test', classes, cells, loss: 1, durationMs: 1 }
    })
  const cells: ConfusionCell[] = [
    [0, 0, 900],
    [0, 1, 40],
    [1, 0, 50],
    [0, 2, 30],
    [2, 0, 20]
  ]
  expect(matrix(['plane', 'cat', 'ship'], cells)).toContain(
    '30 images of the class “plane” were predicted as “ship”'
  )
  expect(matrix(['plane', 'bird', 'ship'], cells)).toContain('of the class “bird” were predicted as “plane”')
  expect(matrix(['plane', 'bird', 'ship'], [[1, 0, 1]])).toContain(
    '1 image of the class “bird” was predicted'
  )
  for (const name of lessonDataset.classes) {
    expect(matrix(['plane', 'cat'], [[0, 1, 5]])).not.toContain(name)
    expect(said('matrix', facts)).not.toContain(name)
  }
})

test('the interval of an accuracy is about all images of the kind, not about other test images', () => {
  const cells: ConfusionCell[] = [
    [0, 0, 300],
    [0, 1, 100]
  ]
  const text = said('accuracy', {
    ...facts,
    evaluation: { split: 'test', classes: ['cat', 'dog'], cells, loss: 1, durationMs: 1 }
  })
  expect(text).toContain(
    'Tested on all images of this kind, the network’s accuracy would most likely lie within **± 4.2** points of this: it does in 95 of 100 such tests.'
  )
})

test('batches at the end of an epoch that fill no line are counted', () => {
  const logEvery = (every: number): string =>
    said('logEvery', { ...facts, config: { ...lessonConfig, logEvery: every } })
  expect(logEvery(2000)).toContain('The last 500 batches of an epoch do not fill a line')
  expect(logEvery(12_499)).toContain('The last batch of an epoch does not fill a line')
  expect(logEvery(12_501)).toContain('An epoch is too short to fill one.')
  expect(logEvery(2500)).toMatch(/in all\.$/)
})

test('the step of SGD says what v is, where it has momentum', () => {
  const step = (momentum: number): string =>
    said('learningRate', {
      ...facts,
      config: {
        ...lessonConfig,
        optimizer: { ...lessonConfig.optimizer, type: 'sgd', momentum, nesterov: false }
      }
    })
  expect(step(0.9)).toMatch(/· v\n\*\*v\*\* is the gradient plus/)
  expect(step(0)).not.toContain('**v**')
})
