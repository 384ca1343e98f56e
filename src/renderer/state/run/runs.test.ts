import { expect, test } from 'vitest'
import { LabError } from '../../../core/base/lab-error'
import { z } from '../../../core/base/schema'
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

test('several runs are deleted at once, those that train are left, and one press brings all back', async () => {
  const all = [run(1), run(2), { ...run(3), status: { kind: 'training' } } satisfies RunSummary]
  const trash = new Set<unknown>()
  const idOf = (input: unknown): unknown => z.object({ runId: z.string() }).parse(input).runId
  const fake = new FakeLab({
    listRuns: () => ({ runs: all.filter(({ runId }) => !trash.has(runId)) }),
    deleteRun: (input) => void trash.add(idOf(input)),
    restoreRun: (input) => void trash.delete(idOf(input))
  })
  const notices = new Notices()
  const runs = new Runs(fake, notices)
  await runs.deleteAll(all)
  expect(runs.all?.map(({ number }) => number)).toEqual([3])
  const [notice] = notices.all
  expect(notice?.message).toBe('2 runs are in the trash. #3 trains and stays; stop it first.')
  notice?.action?.run()
  await settled()
  await settled()
  expect(trash.size).toBe(0)
})

test('notes that one of several runs does not take are told', async () => {
  const error = { code: 'data-corrupt', message: 'notes.json is damaged.', hint: 'Remove it.' }
  const failed = [{ runId: 'run-2', error }]
  const fake = new FakeLab({ listRuns: () => ({ runs: [run(1)] }), setRunNotes: () => ({ failed }) })
  const notices = new Notices()
  const runs = new Runs(fake, notices)
  expect(await runs.changeNotes(['run-1', 'run-2'], { star: true })).toBe(false)
  expect(notices.all.map(({ message }) => message)).toEqual(['notes.json is damaged.'])
  expect(fake.calls[0]?.input).toEqual({ runIds: ['run-1', 'run-2'], change: { star: true } })
})
