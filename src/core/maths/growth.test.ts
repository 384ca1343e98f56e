import { expect, test } from 'vitest'
import { lessonConfig } from '../settings/run-config'
import type { RunEvent } from '../run/run-event'
import { foldRun, newRun } from '../run/run-state'
import { Series } from './series'

/** How many items of arrays are copied during some work: it is the amount of work that is tested here, not its time. */
function countCopied(work: () => void): number {
  const { slice, [Symbol.iterator]: iterate } = Array.prototype
  let copied = 0
  Array.prototype.slice = function (this: unknown[], from?: number, to?: number) {
    const part: unknown[] = slice.call(this, from, to)
    copied += part.length
    return part
  }
  Array.prototype[Symbol.iterator] = function (this: unknown[]) {
    copied += this.length
    return iterate.call(this)
  }
  try {
    work()
  } finally {
    Object.assign(Array.prototype, { slice, [Symbol.iterator]: iterate })
  }
  return copied
}

test('adding to a series copies nothing, but where two lists grow from one', () => {
  let series = Series.of(0)
  const copied = countCopied(() => {
    for (let i = 1; i < 200_000; i++) series = series.add(i)
  })
  expect(copied).toBe(0)
  const branched = countCopied(() => {
    series.add(1)
    series.add(2)
  })
  expect(branched).toBe(200_000)
})

test('an event of a run costs the same however many came before it', () => {
  const events = (step: number): RunEvent[] => [
    { type: 'log', at: 0, step, epoch: 1, batch: step, loss: 2 },
    { type: 'progress', at: 0, step, epoch: 1, loss: 2, trainMs: step, waitMs: 0 },
    { type: 'checkpoint', at: 0, step, epoch: 1 },
    { type: 'validated', at: 0, step, epoch: 1, loss: 1, accuracy: 0.5 }
  ]
  const steps = 20_000
  let state = foldRun(newRun, [
    {
      type: 'started',
      at: 0,
      config: lessonConfig,
      device: { engine: 'wasm', label: 'WASM', description: 'WebAssembly', threads: 1 },
      dataset: { name: 'CIFAR-10', hash: 'abc', classes: ['plane', 'car'] },
      trainImages: steps,
      validationImages: 0,
      stepsPerEpoch: steps,
      totalSteps: steps,
      parameters: 1,
      versions: {}
    }
  ])
  const copied = countCopied(() => {
    for (let step = 1; step <= steps; step++) state = foldRun(state, events(step))
  })
  for (const list of [state.log, state.points, state.checkpoints, state.validations])
    expect(list.length).toBe(steps)
  // The speed is taken over the last points, a list that does not grow.
  expect(copied / steps).toBeLessThan(1000)
})
