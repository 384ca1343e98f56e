import { expect, test } from 'vitest'
import type { RunSummary } from '../../../lab/contract/run-summary'
import { canResume } from './can-resume'

const summary = (kind: 'stopped' | 'finished', step: number): RunSummary => ({
  runId: 'run-1',
  number: 1,
  name: 'Run 1',
  createdAt: 0,
  status: { kind },
  step,
  totalSteps: 100,
  batchSize: 4,
  epochs: 1,
  learningRate: 0.001,
  seed: 1,
  trainMs: 0
})

test('a run that was stopped can go on, also when only its last validation and its test are left', () => {
  expect(canResume(summary('stopped', 50))).toBe(true)
  expect(canResume(summary('stopped', 100))).toBe(true)
  expect(canResume(summary('finished', 100))).toBe(false)
})
