import { appendFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { RunEvent } from '../../core/run/run-event'
import { lessonConfig } from '../../core/settings/run-config'
import { RunStore } from './run-store'
import { log, stopped, TestRuns } from './test-runs'

let given: TestRuns
beforeEach(async () => {
  given = await TestRuns.open()
})
afterEach(() => given.close())

const device = { engine: 'wasm', label: 'WASM', description: 'Node', threads: 1 } as const
const started: RunEvent = {
  type: 'started',
  at: 1,
  config: lessonConfig,
  device,
  dataset: { name: 'CIFAR-10', hash: 'abc', classes: ['plane', 'car'] },
  trainImages: 50_000,
  validationImages: 0,
  stepsPerEpoch: 12_500,
  totalSteps: 25_000,
  parameters: 62_006,
  versions: {}
}
const progress = (step: number, loss: number): RunEvent => ({
  type: 'progress',
  at: 1,
  step,
  epoch: 1,
  loss,
  trainMs: 1,
  waitMs: 0
})
const validated = (step: number, accuracy: number): RunEvent => ({
  type: 'validated',
  at: 1,
  step,
  epoch: 1,
  loss: 1,
  accuracy
})
const resumed = (step: number): RunEvent => ({ type: 'resumed', at: 2, step, device })

/** As the run's own process has it, and as another one reads it. */
async function bothCurves(events: readonly RunEvent[]) {
  const runId = await given.store.create(lessonConfig)
  await given.store.append(runId, [...events])
  const [own] = await given.store.curves([runId])
  await given.store.append(runId, [stopped])
  await given.store.release(runId)
  const [read] = await new RunStore(given.folder, () => undefined).curves([runId])
  expect(read).toEqual(own)
  return { read, runId }
}

test('the log of a run is its curve, without what was trained twice', async () => {
  const events = [
    started,
    progress(1, 2),
    log(1),
    log(3),
    validated(4, 0.3),
    log(6),
    validated(6, 0.4),
    resumed(4),
    log(5),
    validated(6, 0.5),
    validated(6, 0.6)
  ]
  const { read } = await bothCurves(events)
  expect(read).toEqual({
    stepsPerEpoch: 12_500,
    loss: [1, 3, 5].map((step) => ({ step, loss: 1.5 })),
    validation: [
      { step: 4, accuracy: 0.3 },
      { step: 6, accuracy: 0.6 }
    ]
  })
})

test('a run that has logged nothing yet has the points of its chart', async () => {
  const { read } = await bothCurves([started, progress(1, 2.5), progress(2, 2.25), log(2)])
  expect(read?.loss).toEqual([
    { step: 1, loss: 2.5 },
    { step: 2, loss: 2.25 }
  ])
})

test('a long log becomes a few points', async () => {
  const { read } = await bothCurves([started, ...Array.from({ length: 900 }, (_, i) => log(i + 1))])
  expect(read?.loss).toHaveLength(113)
})

test('a log that grew is read again, and a broken line is passed over', async () => {
  const { runId } = await bothCurves([started, log(1), log(2)])
  const other = new RunStore(given.folder, () => undefined)
  await other.curves([runId])
  const line = JSON.stringify({ ...log(3) })
  await appendFile(
    join(given.folder, 'runs', runId, 'events.jsonl'),
    `{"type":"log",\n${line}\n{"type":"log"`
  )
  const [curve] = await other.curves([runId])
  expect(curve?.loss.map(({ step }) => step)).toEqual([1, 2, 3])
})
