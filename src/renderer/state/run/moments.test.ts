import { expect, test } from 'vitest'
import { Series } from '../../../core/maths/series'
import { newRun, type RunState } from '../../../core/run/run-state'
import type { Snapshot } from '../../../core/run/snapshot'
import { Moments } from './moments.svelte'

const snapshot = (step: number, split: Snapshot['split']): Snapshot => ({
  step,
  epoch: 1,
  split,
  loss: 1,
  cells: [],
  durationMs: 1
})
const all = [
  snapshot(10, 'validation'),
  snapshot(10, 'test'),
  snapshot(20, 'validation'),
  snapshot(30, 'test')
]
const evaluation: RunState['evaluation'] = {
  step: 40,
  dataset: undefined,
  result: { split: 'test', classes: ['a'], cells: [], loss: 1, durationMs: 1 }
}
const run = (change: Partial<RunState>, runId = 'run-1') => ({
  runId,
  state: { ...newRun, snapshots: Series.from(all), ...change }
})

test('a run that has a result shows it, one that has none its latest moment', () => {
  expect(new Moments(run({ evaluation })).shown).toBeUndefined()
  expect(new Moments(run({})).shown?.step).toBe(20)
  expect(new Moments(run({ snapshots: Series.empty() })).shown).toBeUndefined()
})

test('the moment that is nearest to a step is shown, of the chosen images', () => {
  const moments = new Moments(run({ evaluation }))
  expect(moments.splits).toEqual(['validation', 'test'])
  moments.lookAt(12)
  expect(moments.shown).toMatchObject({ step: 10, split: 'validation' })
  moments.choose('test')
  expect(moments.snapshots.map(({ step }) => step)).toEqual([10, 30])
  moments.lookAt(25)
  expect(moments.shown).toMatchObject({ step: 30, split: 'test' })
  moments.lookAt(undefined)
  expect(moments.shown).toBeUndefined()
})

test('without validation images the test images are looked at', () => {
  const moments = new Moments(run({ snapshots: Series.of(snapshot(5, 'test')) }))
  expect([moments.split, moments.splits]).toEqual(['test', ['test']])
})

test('what was looked at in one run is not in another', () => {
  const looked = run({ evaluation })
  const moments = new Moments(looked)
  moments.lookAt(10)
  looked.runId = 'run-2'
  expect(moments.shown).toBeUndefined()
})
