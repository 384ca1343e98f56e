import { expect, test } from 'vitest'
import { LabError } from '../../../core/base/lab-error'
import { z } from '../../../core/base/schema'
import type { RunEvent } from '../../../core/run/run-event'
import { FakeLab } from '../line/fake-lab'
import { Notices } from '../line/notices.svelte'
import { ComparedRuns } from './compared-runs.svelte'

const summary = (number: number) => ({
  runId: `run-${number}`,
  number,
  name: `Run ${number}`,
  createdAt: 0,
  status: { kind: 'training' },
  step: 0,
  totalSteps: 10,
  batchSize: 4,
  epochs: 1,
  learningRate: 0.1,
  seed: 1,
  trainMs: 0
})
const counts = { images: 9, bothCorrect: 0, onlyFirst: 0, onlySecond: 0, bothWrong: 9, different: 9, p: 1 }
const line = (step: number): RunEvent => ({ type: 'log', at: 0, step, epoch: 1, batch: step, loss: step })
const lab = (events: readonly RunEvent[]) =>
  new FakeLab({
    getRun: (input) => {
      const number = Number(z.object({ runId: z.string() }).parse(input).runId.slice(4))
      if (number > 8) throw new LabError('not-found', 'This run does not exist.', '')
      return { summary: summary(number), events: [...events] }
    },
    comparePredictions: () => ({ counts, total: 9, examples: [], images: '' })
  })

test('runs stand in the order in which they were asked for, and one that is gone is not there', async () => {
  const notices = new Notices()
  const compared = new ComparedRuns(lab([line(1)]), notices)
  await compared.show(['run-5', 'run-9', 'run-3'])
  expect(compared.runs.map(({ number }) => number)).toEqual([5, 3])
  expect(notices.all).toHaveLength(1)
  compared.remove('run-5')
  expect(compared.comparison.results.map(({ number }) => number)).toEqual([3])
})

test('a run that trains goes on here; what arrives twice counts once', async () => {
  const fake = lab([line(1), line(2)])
  const compared = new ComparedRuns(fake, new Notices())
  await compared.show(['run-1', 'run-2'])
  compared.receive({ runId: 'run-1', first: 1, events: [line(2), line(3)] })
  compared.receive({ runId: 'run-7', first: 0, events: [line(9)] })
  expect(compared.runs.map(({ state }) => state.log.length)).toEqual([3, 2])
  // Something is missing in between: asked for again.
  compared.receive({ runId: 'run-2', first: 5, events: [line(6)] })
  expect(fake.calls.filter(({ method }) => method === 'getRun')).toHaveLength(3)
})

test('the pair that was asked for last is shown, and asked for once', async () => {
  const fake = lab([])
  const compared = new ComparedRuns(fake, new Notices())
  await compared.loadPair('run-1', 'run-2', 'different', [10, 10])
  await compared.loadPair('run-1', 'run-2', 'different', [10, 10])
  expect(fake.calls).toHaveLength(1)
  expect(compared.pair?.total).toBe(9)
  await compared.loadPair('run-1', 'run-2', 'different', [10, 20])
  expect(fake.calls).toHaveLength(2)
})
