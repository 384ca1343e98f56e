import { expect, test } from 'vitest'
import type { ListedRun } from '../../../lab/contract/listed-run'
import { expectedSeconds, sayDuration } from './expected-time'

const run = (
  number: number,
  batchSize: number,
  msPerImage: number,
  change: Partial<ListedRun> = {}
): ListedRun => ({
  runId: `run-${number}`,
  number,
  name: '',
  createdAt: 0,
  status: { kind: 'finished' },
  step: 100,
  totalSteps: 100,
  batchSize,
  epochs: 1,
  learningRate: 0.1,
  seed: 1,
  trainMs: 100 * batchSize * msPerImage,
  details: { values: {}, network: { key: '0', parameters: 62_006 } },
  ...change
})
const asked = { images: 10_000, parameters: 62_006, batchSize: 32 }

test('the newest run at the nearest batch size tells', () => {
  const runs = [run(1, 4, 1), run(2, 64, 0.1), run(3, 64, 0.2), run(4, 32, 9, { step: 3 })]
  expect(expectedSeconds(asked, runs)).toBeCloseTo(2, 12)
})

test('a run with another network tells nothing', () => {
  expect(expectedSeconds({ ...asked, parameters: 5 }, [run(1, 32, 1)])).toBeUndefined()
})

test.each([
  [0.2, 'about 1 second'],
  [42.4, 'about 42 seconds'],
  [100, 'about 2 minutes'],
  [754, 'about 13 minutes'],
  [7200, 'about 2 hours'],
  [200_000, 'about 2 days']
])('%d s', (seconds, text) => {
  expect(sayDuration(seconds)).toBe(text)
})
