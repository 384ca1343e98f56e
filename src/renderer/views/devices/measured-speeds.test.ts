import { expect, test } from 'vitest'
import type { RunSummary } from '../../../lab/contract/run-summary'
import { measuredSpeeds } from './measured-speeds'

const run = (number: number, batchSize: number, trainMs: number, device?: string): RunSummary => ({
  runId: `run-${number}`,
  number,
  name: 'Run',
  createdAt: 0,
  status: { kind: 'finished' },
  step: 1000,
  totalSteps: 1000,
  batchSize,
  epochs: 1,
  learningRate: 0.001,
  seed: 1,
  trainMs,
  ...(device === undefined ? {} : { device })
})

test('the fastest run of each device and batch size counts', () => {
  const speeds = measuredSpeeds([
    run(1, 4, 1000, 'WASM'),
    run(2, 4, 500, 'WASM'),
    run(3, 32, 4000, 'WASM'),
    run(4, 4, 9000, 'Reference'),
    run(5, 4, 150, 'WASM')
  ])
  expect(speeds).toEqual([
    { device: 'Reference', batchSize: 4, stepsPerSecond: 1000 / 9, number: 4 },
    { device: 'WASM', batchSize: 4, stepsPerSecond: 2000, number: 2 },
    { device: 'WASM', batchSize: 32, stepsPerSecond: 250, number: 3 }
  ])
})

test('loaded checkpoints and runs that never began measured nothing', () => {
  expect(measuredSpeeds([run(1, 4, 1000), run(2, 4, 0, 'WASM')])).toEqual([])
})
