import { expect, test } from 'vitest'
import { LabError } from '../../../core/base/lab-error'
import { lessonConfig } from '../../../core/settings/run-config'
import { FakeLab } from '../line/fake-lab'
import { Notices } from '../line/notices.svelte'
import { RateSearch } from './rate-search.svelte'

const result = {
  named: { kind: 'found', rate: 0.002, limit: 0.016 },
  points: [{ rate: 1e-6, loss: 2.3, smoothed: 2.3 }],
  steps: 4000,
  device: { engine: 'wasm', label: 'WASM', description: 'WebAssembly', threads: 1 }
}

test('progress is there while a search runs, and then the result', async () => {
  const search = new RateSearch(new FakeLab({ findRate: () => result }), new Notices())
  // Of another window.
  search.receive({ done: 5, total: 10 })
  expect(search.progress).toBeUndefined()
  const found = search.find(lessonConfig, 'cifar-10')
  expect(search.searching).toBe(true)
  expect(search.isFor(lessonConfig)).toBe(true)
  search.receive({ done: 5, total: 10 })
  expect(search.progress).toEqual({ done: 5, total: 10 })
  await found
  expect(search.searching).toBe(false)
  expect(search.result).toEqual(result)
})

test('a result is outdated by settings that it depends on', async () => {
  const search = new RateSearch(new FakeLab({ findRate: () => result }), new Notices())
  await search.find(lessonConfig, 'cifar-10')
  const { optimizer, model } = lessonConfig
  expect(search.isOutdated({ ...lessonConfig, optimizer: { ...optimizer, learningRate: 0.002 } })).toBe(false)
  expect(search.isOutdated({ ...lessonConfig, batchSize: 64 })).toBe(true)
  const other = { ...lessonConfig, model: { ...model, layers: model.layers.slice(1) } }
  expect(search.isOutdated(other)).toBe(true)
  expect(search.isFor(other)).toBe(false)
})

test('one that is cancelled keeps the result before, and reports nothing', async () => {
  let fails = false
  const fake = new FakeLab({
    findRate: () => {
      if (fails) throw new LabError('cancelled', 'Cancelled.', '')
      return result
    }
  })
  const notices = new Notices()
  const search = new RateSearch(fake, notices)
  await search.find(lessonConfig, 'cifar-10')
  fails = true
  const again = search.find({ ...lessonConfig, batchSize: 64 }, 'cifar-10')
  await search.cancel()
  await again
  expect(fake.calls.map(({ method }) => method)).toContain('cancelRateSearch')
  expect(search.searching).toBe(false)
  expect(search.result).toEqual(result)
  expect(notices.all).toEqual([])
})
