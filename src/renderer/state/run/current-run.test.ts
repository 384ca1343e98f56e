import { describe, expect, test } from 'vitest'
import { LabError } from '../../../core/base/lab-error'
import { lessonConfig } from '../../../core/settings/run-config'
import type { RunEvent } from '../../../core/run/run-event'
import type { RunSummary } from '../../../lab/contract/run-summary'
import { CurrentRun } from './current-run.svelte'
import { FakeLab } from '../line/fake-lab'
import { Notices } from '../line/notices.svelte'

const device = { engine: 'reference', label: 'Reference', description: 'loops', threads: 1 } as const
const started: RunEvent = {
  type: 'started',
  at: 0,
  config: lessonConfig,
  device,
  dataset: { name: 'cifar-10', hash: 'abc', classes: ['plane', 'car'] },
  trainImages: 400,
  validationImages: 0,
  stepsPerEpoch: 100,
  totalSteps: 200,
  parameters: 62_006,
  versions: {}
}
const progress = (step: number): RunEvent => ({
  type: 'progress',
  at: step,
  step,
  epoch: 1,
  loss: 2.3 - step / 100,
  trainMs: step,
  waitMs: 0
})
const summary: RunSummary = {
  runId: 'a',
  number: 1,
  name: 'Lesson',
  createdAt: 0,
  status: { kind: 'training' },
  step: 0,
  totalSteps: 200,
  batchSize: 4,
  epochs: 2,
  learningRate: 0.001,
  seed: 1,
  trainMs: 0
}

function setUp(events: RunEvent[]) {
  const frames: (() => void)[] = []
  const fake = new FakeLab({ getRun: () => ({ summary, events }) })
  const notices = new Notices()
  const run = new CurrentRun(fake, notices, (callback) => frames.push(callback))
  const frame = (): void => frames.splice(0).forEach((callback) => callback())
  return { run, fake, frames, frame, notices, events }
}
const steps = (run: CurrentRun): number[] => run.state.points.map(({ step }) => step)
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve))

describe('CurrentRun', () => {
  test('is the fold of the events so far', async () => {
    const { run } = setUp([started, progress(1), progress(2)])
    expect(run.live).toBe(false)
    expect(await run.open('a')).toBe(true)
    expect(run.state.status.kind).toBe('training')
    expect(steps(run)).toEqual([1, 2])
    expect(run.live).toBe(true)
    expect(run.progress).toBe(0.01)
  })

  test('is opening until it is here, and no training before that', async () => {
    const { run } = setUp([started, { type: 'ended', at: 1, step: 0, outcome: { kind: 'finished' } }])
    const opened = run.open('a')
    expect(run.opening).toBe(true)
    expect(run.live).toBe(false)
    await opened
    expect(run.opening).toBe(false)
    expect(run.live).toBe(false)
  })

  test('changes once a frame, however many events arrive', async () => {
    const { run, frame, frames } = setUp([started])
    await run.open('a')
    run.receive({ runId: 'a', first: 1, events: [progress(1)] })
    run.receive({ runId: 'a', first: 2, events: [progress(2), progress(3)] })
    expect(steps(run)).toEqual([])
    expect(frames).toHaveLength(1)
    frame()
    expect(steps(run)).toEqual([1, 2, 3])
  })

  test('drops what it has already', async () => {
    const { run, frame } = setUp([started, progress(1)])
    await run.open('a')
    run.receive({ runId: 'a', first: 0, events: [started, progress(1)] })
    run.receive({ runId: 'a', first: 1, events: [progress(1), progress(2)] })
    frame()
    expect(steps(run)).toEqual([1, 2])
  })

  test('asks for what is missing, and for that alone', async () => {
    const { run, frame, fake, events } = setUp([started])
    await run.open('a')
    events.push(progress(1), progress(2))
    run.receive({ runId: 'a', first: 3, events: [progress(3)] })
    await settled()
    frame()
    expect(steps(run)).toEqual([1, 2, 3])
    expect(fake.calls.filter(({ method }) => method === 'getRun')).toHaveLength(2)
  })

  test('keeps what arrives while the run is being asked for', async () => {
    const { run, frame } = setUp([started, progress(1)])
    const opened = run.open('a')
    run.receive({ runId: 'a', first: 1, events: [progress(1), progress(2)] })
    await opened
    frame()
    expect(steps(run)).toEqual([1, 2])
  })

  test('ignores other runs', async () => {
    const { run, frames } = setUp([started])
    await run.open('a')
    run.receive({ runId: 'b', first: 1, events: [progress(1)] })
    expect(frames).toHaveLength(0)
  })

  test('a frame that was asked for by the run before changes nothing', async () => {
    const { run, frame } = setUp([started])
    await run.open('a')
    run.receive({ runId: 'a', first: 1, events: [progress(1)] })
    run.close()
    frame()
    expect(steps(run)).toEqual([])
    expect(run.runId).toBeUndefined()
  })

  test('closes without a word when the run is gone, and with one when it cannot be read', async () => {
    const missing = new FakeLab({
      getRun: () => {
        throw new LabError('not-found', 'No such run.', 'Choose another.')
      }
    })
    const broken = new FakeLab({
      getRun: () => {
        throw new LabError('storage', 'The disk refused.', 'Free some space.')
      }
    })
    for (const [fake, told] of [[missing, 0] as const, [broken, 1] as const]) {
      const notices = new Notices()
      const run = new CurrentRun(fake, notices, () => undefined)
      expect(await run.open('a')).toBe(false)
      expect(run.runId).toBeUndefined()
      expect(notices.all).toHaveLength(told)
    }
  })

  test('is saving from the stop until its answer, and can be ended meanwhile', async () => {
    let answer = (): void => undefined
    const fake = new FakeLab({
      getRun: () => ({ summary, events: [started] }),
      stopRun: () => new Promise((resolve) => (answer = () => resolve({})))
    })
    const run = new CurrentRun(fake, new Notices(), () => undefined)
    await run.open('a')
    expect(run.saving).toBe(false)
    const stopped = run.stop()
    expect(run.saving).toBe(true)
    await settled()
    answer()
    await stopped
    expect(run.saving).toBe(false)
    const ended = run.stopNow()
    await settled()
    answer()
    await ended
    expect(fake.calls.map(({ input }) => input).slice(1)).toEqual([{ runId: 'a' }, { runId: 'a', now: true }])
  })

  test('tells the time that is left from the speed', async () => {
    const { run } = setUp([started, progress(50), progress(100)])
    await run.open('a')
    expect(run.timing?.stepsPerSecond).toBe(1000)
    expect(run.secondsLeft).toBeCloseTo(0.1)
  })
})
