import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lessonDataset } from '../data/lesson-dataset'
import { lessonConfig, type RunConfig } from '../settings/run-config'
import { historyToFork } from './history-to-fork'
import type { RunEvent } from './run-event'
import { foldRun, newRun } from './run-state'

const device = { engine: 'wasm', label: 'WASM', description: 'WebAssembly', threads: 1 } as const
const size = {
  trainImages: 40,
  validationImages: 8,
  testImages: 10,
  stepsPerEpoch: 10,
  totalSteps: 20,
  parameters: 62_006
}
const started: RunEvent = {
  type: 'started',
  at: 0,
  config: lessonConfig,
  device,
  dataset: lessonDataset,
  ...size,
  versions: { tenfold: '1' }
}
const from = { runId: 'run-3', number: 3, name: 'Run 3', createdAt: 0, step: 10 }
const forked = (step: number, config: RunConfig = lessonConfig): RunEvent => ({
  type: 'forked',
  at: 9,
  step,
  epoch: Math.ceil(step / 10),
  from: { ...from, step },
  config,
  dataset: lessonDataset,
  ...size
})
const times = { trainMs: 1, waitMs: 0 }
const trained = (step: number): RunEvent[] => {
  const epoch = Math.ceil(step / 10)
  return [
    { type: 'progress', at: step, step, epoch, loss: 1 / step, ...times },
    { type: 'log', at: step, step, epoch, batch: step - 10 * (epoch - 1), loss: 1 / step },
    { type: 'checkpoint', at: step, step, epoch }
  ]
}
/** Trained to step 15, interrupted, continued from step 10 to the end. */
const story: readonly RunEvent[] = [
  started,
  ...Array.from({ length: 15 }, (_, i) => trained(i + 1)).flat(),
  { type: 'learningRateChanged', at: 0, step: 15, learningRate: 0.1 },
  { type: 'ended', at: 0, step: 15, outcome: { kind: 'stopped' } },
  { type: 'resumed', at: 0, step: 10, device },
  { type: 'learningRateChanged', at: 0, step: 12, learningRate: 0.01 },
  ...Array.from({ length: 10 }, (_, i) => trained(i + 11)).flat(),
  { type: 'ended', at: 0, step: 20, outcome: { kind: 'finished' } }
]

test('a fork has what its parent had up to the step, each step once, and none of its checkpoints or ends', () => {
  const whole = foldRun(newRun, story)
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 20 }), (step) => {
      const fork = foldRun(newRun, [...historyToFork(story, step), forked(step)])
      const upTo = <T extends { readonly step: number }>(items: Iterable<T>): T[] =>
        [...items].filter((item) => item.step <= step)
      expect([...fork.points]).toEqual(upTo(whole.points))
      expect([...fork.log]).toEqual(upTo(whole.log))
      expect(fork.checkpoints).toHaveLength(0)
      expect(fork).toMatchObject({ status: { kind: 'training' }, step, lineage: [{ number: 3, step }] })
    })
  )
})

test('a fork has its own settings and rate from its step on, and the device of its parent until it has one', () => {
  const config: RunConfig = {
    ...lessonConfig,
    epochs: 3,
    optimizer: { ...lessonConfig.optimizer, learningRate: 0.5 }
  }
  const fork = foldRun(newRun, [...historyToFork(story, 14), forked(14, config)])
  expect(fork.config).toEqual(config)
  expect(fork.learningRates).toEqual([
    { fromStep: 0, learningRate: 0.001 },
    { fromStep: 12, learningRate: 0.01 },
    { fromStep: 14, learningRate: 0.5 }
  ])
  expect(fork.device).toEqual(device)
  const elsewhere = foldRun(newRun, [
    ...historyToFork(story, 14),
    forked(14, { ...config, engine: 'reference' })
  ])
  expect(elsewhere.device).toBeUndefined()
  const choice = { engine: 'wasm', reason: 'run #3 trained with it' } as const
  const begun = foldRun(fork, [
    { type: 'resumed', at: 0, step: 14, device, choice, versions: { tenfold: '2' } }
  ])
  expect(begun).toMatchObject({ choice, versions: { tenfold: '2' }, lineage: [{ number: 3 }] })
})

test('a fork of a fork knows both, the nearest last', () => {
  const first = [...historyToFork(story, 12), forked(12), ...trained(13)]
  const second = foldRun(newRun, [...historyToFork(first, 13), forked(13)])
  expect(second.lineage.map(({ step }) => step)).toEqual([12, 13])
})
