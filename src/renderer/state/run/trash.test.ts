import { expect, test } from 'vitest'
import { LabError } from '../../../core/base/lab-error'
import type { RunSummary } from '../../../lab/contract/run-summary'
import type { TrashedRun } from '../../../lab/contract/trash'
import { FakeLab } from '../line/fake-lab'
import { Notices } from '../line/notices.svelte'
import { Runs } from './runs.svelte'
import { TrashState } from './trash.svelte'

const summary = (number: number): RunSummary => ({
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
const busy = (number: number): LabError =>
  new LabError('busy', `Run #${number} is in use.`, 'Close that one.')
const trashed = (number: number, obstacle?: LabError): TrashedRun => ({
  run: summary(number),
  deletedAt: 1,
  bytes: 1_000_000,
  ...(obstacle === undefined ? {} : { obstacle: obstacle.toData() })
})

/** A lab that keeps what has an obstacle. */
function open(...content: TrashedRun[]): { trash: TrashState; runs: Runs; notices: Notices; fake: FakeLab } {
  let inTrash = content
  const restored: RunSummary[] = []
  const leave = (runIds: readonly unknown[]): TrashedRun[] => {
    const leaving = inTrash.filter(
      ({ run, obstacle }) => runIds.includes(run.runId) && obstacle === undefined
    )
    inTrash = inTrash.filter((one) => !leaving.includes(one))
    return leaving
  }
  const fake: FakeLab = new FakeLab({
    listTrash: () => ({ runs: inTrash, foreign: [{ name: 'notes.txt', what: 'a file' }] }),
    listRuns: () => ({ runs: restored }),
    restoreRun: () => {
      restored.push(...leave(['run-1']).map(({ run }) => run))
    },
    removeRuns: () => {
      const kept = inTrash.flatMap(({ run, obstacle }) =>
        obstacle === undefined ? [] : [{ runId: run.runId, error: obstacle }]
      )
      const removed = leave(inTrash.map(({ run }) => run.runId))
      return {
        removed: removed.map(({ run }) => run.runId),
        bytes: removed.reduce((sum, run) => sum + run.bytes, 0),
        kept
      }
    }
  })
  const notices = new Notices()
  const runs = new Runs(fake, notices)
  return { trash: new TrashState(fake, notices, runs), runs, notices, fake }
}

test('shows what is in it, and which of that can be removed', async () => {
  const { trash } = open(trashed(1), trashed(2, busy(2)))
  expect(trash.runs).toBeUndefined()
  expect(trash.removable).toEqual([])
  await trash.refresh()
  expect(trash.runs).toHaveLength(2)
  expect(trash.removable).toEqual([trashed(1)])
  expect(trash.foreign).toEqual([{ name: 'notes.txt', what: 'a file' }])
})

test('a restored run is in the list of runs again, and no longer here', async () => {
  const { trash, runs, notices } = open(trashed(1), trashed(2))
  await trash.restore(trashed(1))
  expect(trash.runs?.map(({ run }) => run.number)).toEqual([2])
  expect(runs.all).toHaveLength(1)
  expect(notices.all).toMatchObject([{ message: '“Run 1” (#1) is back in the list of runs.' }])
})

test('what was removed is told, with its size', async () => {
  const { trash, notices, fake } = open(trashed(1), trashed(2))
  await trash.remove([trashed(1), trashed(2)])
  expect(fake.calls[0]).toEqual({ method: 'removeRuns', input: { runIds: ['run-1', 'run-2'] } })
  expect(trash.runs).toEqual([])
  expect(notices.all.map(({ message }) => message)).toEqual([
    '2 runs were removed for good: 2.0 MB of disk space were freed.'
  ])
})

test('why runs stay is told once, however many they are', async () => {
  const { trash, notices } = open(trashed(1, busy(1)), trashed(2, busy(2)), trashed(3, busy(3)))
  await trash.remove([trashed(1), trashed(2), trashed(3)])
  expect(trash.runs).toHaveLength(3)
  expect(notices.all).toMatchObject([
    { kind: 'error', message: 'Run #1 is in use. 2 more runs stay in the trash.', hint: 'Close that one.' }
  ])
})

test('nothing is removed twice at a time', async () => {
  const { trash, fake } = open(trashed(1))
  const first = trash.remove([trashed(1)])
  expect(trash.removing).toBe(true)
  await Promise.all([trash.remove([trashed(1)]), first])
  expect(trash.removing).toBe(false)
  expect(fake.calls.filter(({ method }) => method === 'removeRuns')).toHaveLength(1)
})
