import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accuracy, imageCount } from '../../src/core/run/evaluation'
import { foldRun, newRun, type RunState } from '../../src/core/run/run-state'
import type { RunConfig } from '../../src/core/settings/run-config'
import { failureOf } from './failure-of'
import { isEnd, nextEvent } from './open-test-lab'
import { testConfig, TestLab } from './test-lab'

/** 400 images at batch 4 are 100 steps an epoch; checkpoints at every 40th, evaluations at every 30th. */
const config: RunConfig = {
  ...testConfig,
  validationSplit: 0.2,
  epochs: 2,
  evaluateEvery: 30,
  watchTest: true
}
const lastStep = 200
const inside = [30, 60, 90, 120, 150, 180]

let given: TestLab
let runId: string
let state: RunState
const stateOf = async (id: string): Promise<RunState> => foldRun(newRun, await given.events(id))
beforeAll(async () => {
  given = await TestLab.make()
  runId = await given.trainToEnd(config)
  state = await stateOf(runId)
})
afterAll(() => given.remove())

const stepsOf = ({ snapshots }: RunState, split: 'validation' | 'test'): number[] =>
  snapshots.slice(0).flatMap((one) => (one.split === split ? [one.step] : []))
/** What was measured, without how long it took. */
const measured = ({ snapshots }: RunState) => snapshots.map(({ durationMs: _, ...one }) => one)

describe('a run that is evaluated while it trains', () => {
  test('is so at every interval and after every epoch, on both kinds of images', () => {
    const moments = [...inside, 100, lastStep].sort((a, b) => a - b)
    expect(stepsOf(state, 'validation')).toEqual(moments)
    expect(stepsOf(state, 'test')).toEqual(moments)
    for (const snapshot of state.snapshots) {
      expect(imageCount(snapshot)).toBe(snapshot.split === 'test' ? state.testImages : state.validationImages)
    }
    // Only the ends of epochs decide about anything.
    expect(state.validations.map(({ step }) => step)).toEqual([100, lastStep])
    const last = state.validations.at(-1)
    const lastSnapshot = state.snapshots
      .slice(0)
      .find(({ step, split }) => step === lastStep && split === 'validation')
    expect(lastSnapshot && accuracy(lastSnapshot)).toBe(last?.accuracy)
  })

  test('ends with the same result on the test images', () => {
    const last = state.snapshots.at(-1)
    expect(last).toMatchObject({ step: lastStep, split: 'test' })
    expect(last?.cells).toEqual(state.evaluation?.result.cells)
  })

  test('trains as if nobody looked', async () => {
    const unwatched = await given.trainToEnd({ ...config, evaluateEvery: 0, watchTest: false })
    expect(await given.weightsHash(unwatched, lastStep)).toBe(await given.weightsHash(runId, lastStep))
    expect(stepsOf(await stateOf(unwatched), 'test')).toEqual([])
  })

  test('measures the same when it was stopped and resumed at any point', async () => {
    const paused = nextEvent(given.service, ({ type }) => type === 'paused')
    const { runId: second } = await given.service.lab.startRun({ config, paused: true })
    await paused
    for (;;) {
      const watched = nextEvent(given.service, ({ type }) => type === 'watched' || type === 'ended')
      await given.service.lab.resumeRun({ runId: second })
      if ((await watched).type === 'ended') break
      const ended = nextEvent(given.service, isEnd)
      // It may have ended by itself meanwhile.
      await given.service.lab.stopRun({ runId: second }).catch(() => undefined)
      if ((await stateOf(second)).status.kind === 'finished') break
      await ended.catch(() => undefined)
    }
    const resumed = await stateOf(second)
    expect(resumed.status).toEqual({ kind: 'finished' })
    expect(measured(resumed)).toEqual(measured(state))
    expect(await given.weightsHash(second, lastStep)).toBe(await given.weightsHash(runId, lastStep))
  })

  test('needs images to be evaluated on', async () => {
    const nothing = { ...config, validationSplit: 0, watchTest: false }
    expect(await failureOf(given.service.lab.startRun({ config: nothing }))).toMatchObject({
      code: 'invalid-input'
    })
  })
})
