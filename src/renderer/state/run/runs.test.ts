import { expect, test } from 'vitest'
import { LabError } from '../../../core/base/lab-error'
import type { RunSummary } from '../../../lab/contract/run-summary'
import { FakeLab } from '../line/fake-lab'
import { Notices } from '../line/notices.svelte'
import { Runs } from './runs.svelte'

const run = (number: number): RunSummary => ({
  runId: `run-${number}`,
  number,
  name: `Run ${number}`,
  createdAt: 0,
  status: { kind: 'finished' },
  step: 10,
  totalSteps: 10,
  batchSize: 4,
  epochs: 2,
  learningRate: 0.001,
  seed: 1,
  trainMs: 5
})
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve))

test('the newest come first', async () => {
  const runs = new Runs(new FakeLab({ listRuns: () => ({ runs: [run(1), run(3), run(2)] }) }), new Notices())
  expect(runs.all).toBeUndefined()
  await runs.refresh()
  expect(runs.all?.map(({ number }) => number)).toEqual([3, 2, 1])
  expect(runs.find('run-2')?.number).toBe(2)
  expect(runs.find(undefined)).toBeUndefined()
})

test('a change during an answer is asked for once more, however many changes there were', async () => {
  const kept = [run(1)]
  const fake = new FakeLab({ listRuns: () => ({ runs: [...kept] }) })
  const runs = new Runs(fake, new Notices())
  const first = runs.refresh()
  await Promise.resolve()
  kept.push(run(2))
  await Promise.all([runs.refresh(), runs.refresh(), first])
  await settled()
  expect(fake.calls).toHaveLength(2)
  expect(runs.all).toHaveLength(2)
})

test('a deleted run can be brought back', async () => {
  let kept = [run(1), run(2)]
  const fake = new FakeLab({
    listRuns: () => ({ runs: kept }),
    deleteRun: () => {
      kept = [run(1)]
    },
    restoreRun: () => {
      kept = [run(1), run(2)]
    }
  })
  const notices = new Notices()
  const runs = new Runs(fake, notices)
  await runs.delete(run(2))
  expect(runs.all).toHaveLength(1)
  notices.all[0]?.action?.run()
  await settled()
  expect(runs.all).toHaveLength(2)
})

test('a run that cannot be deleted stays, with an error', async () => {
  const fake = new FakeLab({
    listRuns: () => ({ runs: [run(1)] }),
    deleteRun: () => {
      throw new LabError('busy', 'The run is training.', 'Stop it first.')
    }
  })
  const notices = new Notices()
  const runs = new Runs(fake, notices)
  await runs.refresh()
  await runs.delete(run(1))
  expect(runs.all).toHaveLength(1)
  expect(notices.all).toMatchObject([{ kind: 'error', message: 'The run is training.', action: undefined }])
})
