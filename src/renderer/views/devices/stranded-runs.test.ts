import { expect, test } from 'vitest'
import type { EngineStatus } from '../../../lab/contract/engine-status'
import type { RunSummary } from '../../../lab/contract/run-summary'
import { strandedRuns } from './stranded-runs'

const engines: EngineStatus[] = [
  { available: true, engine: 'wasm', name: 'WebAssembly', description: 'd', maxThreads: 2, preferred: true },
  { available: false, engine: 'webgpu', name: 'WebGPU', reason: 'no card answers.', remedy: 'r' },
  {
    available: true,
    engine: 'tensorflow',
    name: 'TensorFlow',
    description: 'd',
    maxThreads: 2,
    preferred: false
  }
]
const error = { code: 'engine-unavailable', message: 'The GPU stopped working.', hint: 'h' } as const

function run(number: number, status: RunSummary['status'], engine?: RunSummary['engine']): RunSummary {
  return {
    runId: `run-${number}`,
    number,
    name: '',
    createdAt: 0,
    status,
    step: 10,
    totalSteps: 100,
    batchSize: 4,
    epochs: 1,
    learningRate: 0.1,
    seed: 1,
    trainMs: 5,
    ...(engine === undefined ? {} : { engine })
  }
}

test('a run whose engine is gone, or whose device failed it, is offered the other engines', () => {
  const found = strandedRuns(
    [run(4, { kind: 'stopped' }, 'webgpu'), run(3, { kind: 'failed', error }, 'tensorflow')],
    engines
  )
  expect(found.map(({ run: { number }, reason }) => [number, reason])).toEqual([
    [4, 'WebGPU: no card answers.'],
    [3, 'The GPU stopped working.']
  ])
  expect(found.map(({ others }) => others.map(({ engine }) => engine))).toEqual([
    ['wasm', 'tensorflow'],
    ['wasm']
  ])
})

test('finished runs, and those whose engine is here, are left alone', () => {
  const runs = [
    run(1, { kind: 'finished' }, 'webgpu'),
    run(2, { kind: 'stopped' }, 'wasm'),
    run(3, { kind: 'failed', error: { ...error, code: 'diverged' } }, 'wasm'),
    run(4, { kind: 'training' }, 'webgpu')
  ]
  expect(strandedRuns(runs, engines)).toEqual([])
})
