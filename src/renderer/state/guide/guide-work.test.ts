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
import type { CheckedExercise, LessonFacts } from './exercise'
import { exercises } from './exercises'

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
  let facts: LessonFacts = { dataReady: false, runs: [] }
  const work = new GuideWork(
    fake,
    notices,
    settings,
    runs,
    () => ({
      config,
      model: config.model,
      dataset: lessonDataset,
      race: { surface: surface.id, settings: raceSettings, racers: race(surface, raceSettings) },
      evaluation: undefined
    }),
    () => facts
  )
  const happen = (all: LessonFacts): void => {
    facts = all
  }
  const set = (change: Partial<RunConfig>): void => {
    config = { ...config, ...change }
  }
  return { fake, settings, runs, work, set, happen, notices }
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

function exerciseOf(id: string): CheckedExercise {
  const found = exercises.find((exercise) => exercise.id === id)
  if (found === undefined || found.answer === 'fact')
    throw new Error(`no exercise with an answer is called ${id}`)
  return found
}

beforeEach(() => {
  vi.useFakeTimers()
  return () => vi.useRealTimers()
})

test('a right answer is kept; a wrong one, and a todo, are not', async () => {
  const { work, settings, set } = setUp()
  const exercise = exerciseOf('last-batch')
  work.answer(exercise, '16')
  await work.check(exercise)
  expect(work.verdictOn(exercise)?.kind).toBe('todo')
  set({ batchSize: 64 })
  work.answer(exercise, '17')
  await work.check(exercise)
  expect(work.verdictOn(exercise)?.kind).toBe('wrong')
  expect(work.isDone(exercise)).toBe(false)
  work.answer(exercise, '16')
  expect(work.verdictOn(exercise)).toBeUndefined()
  await work.check(exercise)
  expect(work.verdictOn(exercise)?.kind).toBe('right')
  expect(settings.value.guideDone).toEqual(['last-batch'])
  await work.check(exercise)
  expect(work.progress.done).toBe(1)
  expect(settings.value.guideDone).toEqual(['last-batch'])
})

test('what was done the last time is done; ids that nobody knows count for nothing', () => {
  const { work, settings } = setUp()
  settings.load({ ...defaultSettings, guideDone: ['taken-for', 'of-another-version'] })
  expect(work.isDone(exerciseOf('taken-for'))).toBe(true)
  expect(work.progress.done).toBe(1)
})

test('starting over forgets answers, verdicts and ticks', async () => {
  const { work, settings } = setUp()
  const exercise = exerciseOf('pixel-value')
  work.answer(exercise, '-0.6')
  await work.check(exercise)
  work.startOver()
  expect(work.progress.done).toBe(0)
  expect(work.answerTo(exercise)).toBe('')
  expect(work.verdictOn(exercise)).toBeUndefined()
  expect(settings.value.guideDone).toEqual([])
})

test('steps count as they happen, in their room and in all; starting over leaves them', () => {
  const { work, settings, happen } = setUp()
  expect(work.progressIn('data')).toEqual({ done: 0, all: 3 })
  expect(work.progressIn('network')).toEqual({ done: 0, all: 2 })
  happen({
    dataReady: true,
    runs: [{ ...summaryOf({ momentum: 0.9, loss: 1.3 }, 0), accuracy: 0.5 }]
  })
  settings.update({ guideDone: ['pixel-value'] })
  expect(work.progressIn('data')).toEqual({ done: 2, all: 3 })
  expect(work.progressIn('evaluate')).toEqual({ done: 1, all: 4 })
  expect(work.progress).toEqual({ done: 4, all: exercises.length })
  work.startOver()
  expect(work.progress.done).toBe(3)
  expect(settings.value.guideDone).toEqual([])
})

test('the lesson is complete when answers and steps are', () => {
  const { work, settings, happen } = setUp()
  const run = { ...summaryOf({ momentum: 0.9, loss: 1.3 }, 0), accuracy: 0.5 }
  settings.update({ guideDone: exercises.map(({ id }) => id) })
  // What is kept of a step, by whatever version, does not tick it.
  expect(work.complete).toBe(false)
  happen({ dataReady: true, runs: [run] })
  expect(work.complete).toBe(true)
  happen({ dataReady: true, runs: [] })
  expect(work.complete).toBe(false)
})

test('runs are compared as their events tell, each asked for once', async () => {
  const { work, runs, fake } = setUp([
    { momentum: 0.9, loss: 1.3 },
    { momentum: 0, loss: 1.6 },
    { momentum: 0.5, loss: 9, status: { kind: 'training' } }
  ])
  await runs.refresh()
  const exercise = exerciseOf('momentum-off')
  work.answer(exercise, 'with')
  await work.check(exercise)
  expect(work.verdictOn(exercise)?.kind).toBe('wrong')
  work.answer(exercise, 'without')
  await work.check(exercise)
  expect(work.verdictOn(exercise)?.kind).toBe('right')
  expect(work.verdictOn(exercise)?.text).toContain('1.600')
  expect(fake.calls.filter(({ method }) => method === 'getRun')).toHaveLength(2)
})

test('a run whose learning rate was changed on its way is no measure', async () => {
  const { work, runs } = setUp([
    { momentum: 0.9, loss: 1.3, later: [{ type: 'learningRateChanged', at: 2, step: 6, learningRate: 0.1 }] },
    { momentum: 0, loss: 1.6 }
  ])
  await runs.refresh()
  const exercise = exerciseOf('momentum-off')
  work.answer(exercise, 'without')
  await work.check(exercise)
  expect(work.verdictOn(exercise)?.kind).toBe('todo')
  expect(work.verdictOn(exercise)?.text).toContain('Run #2')
})
