import { beforeEach, expect, test, vi } from 'vitest'
import { lessonDataset } from '../../../core/data/lesson-dataset'
import type { DatasetStatus } from '../../../lab/contract/dataset-status'
import type { RunSummary } from '../../../lab/contract/run-summary'
import { DatasetState } from '../data/dataset.svelte'
import { FakeLab } from '../line/fake-lab'
import { Notices } from '../line/notices.svelte'
import { Runs } from '../run/runs.svelte'
import { SettingsState } from '../settings/settings.svelte'
import { Welcome } from './welcome.svelte'

const absent: DatasetStatus = { state: 'absent', info: lessonDataset }
const ready: DatasetStatus = {
  state: 'ready',
  info: lessonDataset,
  folder: '/data',
  source: 'npm',
  files: []
}
const run: RunSummary = {
  runId: 'a',
  number: 1,
  name: 'Run 1',
  createdAt: 1,
  status: { kind: 'finished' },
  step: 10,
  totalSteps: 10,
  batchSize: 4,
  epochs: 2,
  learningRate: 0.001,
  seed: 1,
  trainMs: 1
}

async function setUp(status: DatasetStatus, runs: readonly RunSummary[]) {
  const fake = new FakeLab({ listRuns: () => ({ runs }) })
  const notices = new Notices()
  const settings = new SettingsState(fake, notices)
  const dataset = new DatasetState(fake, notices)
  const kept = new Runs(fake, notices)
  const welcome = new Welcome(settings, dataset, kept)
  expect(welcome.open).toBe(false)
  dataset.receive(status)
  await kept.refresh()
  return { settings, dataset, welcome }
}

beforeEach(() => {
  vi.useFakeTimers()
  return () => vi.useRealTimers()
})

test.each<[DatasetStatus, readonly RunSummary[], boolean]>([
  [absent, [], true],
  [absent, [run], true],
  [ready, [], true],
  [ready, [run], false]
])('greets until there is data and a run', async (status, runs, open) => {
  const { welcome } = await setUp(status, runs)
  expect(welcome.open).toBe(open)
})

test('put away it stays away, until it is asked for', async () => {
  const { welcome, settings } = await setUp(absent, [])
  welcome.dismiss()
  expect([welcome.open, settings.value.welcomed]).toEqual([false, true])
  welcome.ask()
  expect(welcome.open).toBe(true)
  welcome.dismiss()
  expect(welcome.open).toBe(false)
})

test('it can be asked for when there is everything', async () => {
  const { welcome } = await setUp(ready, [run])
  welcome.ask()
  expect(welcome.open).toBe(true)
})
