import { expect, test } from 'vitest'
import { lessonDataset } from '../data/lesson-dataset'
import { lessonConfig } from '../settings/run-config'
import { runEvent } from './run-event'
import { foldRun, newRun } from './run-state'

const started = {
  type: 'started',
  at: 0,
  config: lessonConfig,
  device: { engine: 'wasm', label: 'WASM', description: 'WebAssembly', threads: 1 },
  trainImages: 50_000,
  validationImages: 0,
  stepsPerEpoch: 12_500,
  totalSteps: 25_000,
  parameters: 62_006,
  versions: {}
}
const evaluated = {
  type: 'evaluated',
  at: 1,
  step: 4,
  evaluation: { split: 'test', classes: ['a', 'b'], loss: 1, durationMs: 1 }
}

test('a run of today tells all about its data set', () => {
  const run = foldRun(newRun, [runEvent.parse({ ...started, dataset: lessonDataset })])
  expect(run.dataset).toEqual(lessonDataset)
  expect(run.classes).toEqual(lessonDataset.classes)
})

test('events of earlier versions are read: a data set by name and hash, a whole confusion matrix', () => {
  const dataset = { name: 'CIFAR-10', hash: 'abc', classes: ['a', 'b'] }
  const evaluation = {
    ...evaluated.evaluation,
    confusion: [
      [3, 0],
      [1, 2]
    ]
  }
  const events = [
    { ...started, dataset },
    { ...evaluated, evaluation }
  ].map((event) => runEvent.parse(event))
  const run = foldRun(newRun, events)
  expect(run.dataset).toEqual({ name: 'CIFAR-10', hash: 'abc' })
  expect(run.classes).toEqual(['a', 'b'])
  expect(run.evaluation?.result.cells).toEqual([
    [0, 0, 3],
    [1, 0, 1],
    [1, 1, 2]
  ])
  // What was read is what would be written, and is read again.
  for (const event of events) expect(runEvent.parse(JSON.parse(JSON.stringify(event)))).toEqual(event)
})
