import { beforeEach, expect, test, vi } from 'vitest'
import { lessonDataset } from '../../../core/data/lesson-dataset'
import { lessonConfig, type RunConfig } from '../../../core/settings/run-config'
import type { RunEvent } from '../../../core/run/run-event'
import type { RunSummary } from '../../../lab/contract/run-summary'
import { defaultSettings } from '../../../lab/contract/workbench-settings'
import { FakeLab } from '../line/fake-lab'
import { Notices } from '../line/notices.svelte'
import { race } from '../race/race'
import { testSurface } from '../race/test-surface'
import { Runs } from '../run/runs.svelte'
import { SettingsState } from '../settings/settings.svelte'
import { GuideWork } from './guide-work.svelte'
import type { Task } from './task'
import { tasks } from './tasks'

interface Run {
  readonly momentum: number
  readonly loss: number
  readonly status?: RunSummary['status']
  readonly later?: readonly RunEvent[]
}

function setUp(kept: readonly Run[] = []) {
  const fake = new FakeLab({
    listRuns: () => ({ runs: kept.map(summaryOf) }),
    getRun: (input) => {
      const at = kept.findIndex((_, i) => JSON.stringify(input) === JSON.stringify({ runId: String(i) }))
      const run = kept[at]
      if (run === undefined) throw new Error('no such run')
      return { summary: summaryOf(run, at), events: eventsOf(run) }
    }
  })
  const notices = new Notices()
  const settings = new SettingsState(fake, notices)
  const runs = new Runs(fake, notices)
  const surface = testSurface('ravine')
  const raceSettings = { start: surface.start, slopeRate: 0.6, adaptiveRate: 0.3, momentum: 0.9 }
  let config: RunConfig = lessonConfig
  const work = new GuideWork(fake, notices, settings, runs, () => ({
    config,
    model: config.model,
    dataset: lessonDataset,
    race: { surface: surface.id, settings: raceSettings, racers: race(surface, raceSettings) },
    evaluation: undefined
  }))
  const set = (change: Partial<RunConfig>): void => {
    config = { ...config, ...change }
  }
  return { fake, settings, runs, work, set, notices }
}

const configOf = ({ momentum }: Run): RunConfig => ({
  ...lessonConfig,
  optimizer: { ...lessonConfig.optimizer, momentum }
})

const summaryOf = (run: Run, i: number): RunSummary => ({
  runId: String(i),
  number: i + 1,
  name: `Run ${i + 1}`,
  createdAt: i,
  status: run.status ?? { kind: 'finished' },
  step: 10,
  totalSteps: 10,
  batchSize: 4,
  epochs: 2,
  learningRate: 0.001,
  seed: 1,
  trainMs: 1
})

const eventsOf = (run: Run): readonly RunEvent[] => [
  {
    type: 'started',
    at: 0,
    config: configOf(run),
    device: { engine: 'reference', label: 'Reference', description: 'loops', threads: 1 },
    dataset: { name: 'cifar-10', hash: 'abc', classes: ['plane', 'car'] },
    trainImages: 20,
    validationImages: 0,
    stepsPerEpoch: 5,
    totalSteps: 10,
    parameters: 62_006,
    versions: {}
  },
  { type: 'log', at: 1, epoch: 1, batch: 5, step: 5, loss: run.loss },
  ...(run.later ?? [])
]

function taskOf(id: string): Task {
  const found = tasks.find((task) => task.id === id)
  if (found === undefined) throw new Error(`no task is called ${id}`)
  return found
}

beforeEach(() => {
  vi.useFakeTimers()
  return () => vi.useRealTimers()
})

test('a right answer is kept; a wrong one, and a todo, are not', async () => {
  const { work, settings, set } = setUp()
  const task = taskOf('last-batch')
  work.answer(task, '16')
  await work.check(task)
  expect(work.verdictOn(task)?.kind).toBe('todo')
  set({ batchSize: 64 })
  work.answer(task, '17')
  await work.check(task)
  expect(work.verdictOn(task)?.kind).toBe('wrong')
  expect(work.isDone(task)).toBe(false)
  work.answer(task, '16')
  expect(work.verdictOn(task)).toBeUndefined()
  await work.check(task)
  expect(work.verdictOn(task)?.kind).toBe('right')
  expect(settings.value.guideDone).toEqual(['last-batch'])
  await work.check(task)
  expect(work.doneCount).toBe(1)
  expect(settings.value.guideDone).toEqual(['last-batch'])
})

test('what was done the last time is done; ids that nobody knows count for nothing', () => {
  const { work, settings } = setUp()
  settings.load({ ...defaultSettings, guideDone: ['taken-for', 'of-another-version'] })
  expect(work.isDone(taskOf('taken-for'))).toBe(true)
  expect(work.doneCount).toBe(1)
})

test('starting over forgets answers, verdicts and ticks', async () => {
  const { work, settings } = setUp()
  const task = taskOf('pixel-value')
  work.answer(task, '-0.6')
  await work.check(task)
  work.startOver()
  expect(work.doneCount).toBe(0)
  expect(work.answerTo(task)).toBe('')
  expect(work.verdictOn(task)).toBeUndefined()
  expect(settings.value.guideDone).toEqual([])
})

test('runs are compared as their events tell, each asked for once', async () => {
  const { work, runs, fake } = setUp([
    { momentum: 0.9, loss: 1.3 },
    { momentum: 0, loss: 1.6 },
    { momentum: 0.5, loss: 9, status: { kind: 'training' } }
  ])
  await runs.refresh()
  const task = taskOf('momentum-off')
  work.answer(task, 'with')
  await work.check(task)
  expect(work.verdictOn(task)?.kind).toBe('wrong')
  work.answer(task, 'without')
  await work.check(task)
  expect(work.verdictOn(task)?.kind).toBe('right')
  expect(work.verdictOn(task)?.text).toContain('1.600')
  expect(fake.calls.filter(({ method }) => method === 'getRun')).toHaveLength(2)
})

test('a run whose learning rate was changed on its way is no measure', async () => {
  const { work, runs } = setUp([
    { momentum: 0.9, loss: 1.3, later: [{ type: 'learningRateChanged', at: 2, step: 6, learningRate: 0.1 }] },
    { momentum: 0, loss: 1.6 }
  ])
  await runs.refresh()
  const task = taskOf('momentum-off')
  work.answer(task, 'without')
  await work.check(task)
  expect(work.verdictOn(task)?.kind).toBe('todo')
  expect(work.verdictOn(task)?.text).toContain('Run #2')
})
