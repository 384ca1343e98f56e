import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Dataset } from '../../src/core/data/image-set'
import { foldRun, newRun } from '../../src/core/run/run-state'
import { lessonConfig, type RunConfig } from '../../src/core/settings/run-config'
import { ReferenceNetwork } from '../../src/engine/reference/network'
import type { Timeline } from '../../src/lab/contract/timeline'
import { isEnd, nextEvent } from './open-test-lab'
import { tensorFloats } from './tensor-floats'
import { lastStep, testConfig, TestLab } from './test-lab'

const config = testConfig

let given: TestLab
let dataset: Dataset
/** Trained once, looked at by many. */
let trained = ''
beforeAll(async () => {
  given = await TestLab.make()
  dataset = await given.dataset()
  trained = await given.trainToEnd(config)
})
afterAll(() => given.remove())
beforeEach(() => given.reopen())

const trainToEnd = (changes: Partial<RunConfig> = {}): Promise<string> =>
  given.trainToEnd({ ...config, ...changes })

describe('single steps', () => {
  test('train what an undisturbed run trains, and tell of each mini-batch', async () => {
    const expected = await given.weightsHash(trained, lastStep)
    const paused = nextEvent(given.service, (event) => event.type === 'paused')
    const { runId } = await given.service.lab.startRun({ config, paused: true })
    expect(await paused).toMatchObject({ step: 0 })

    for (let step = 1; step <= 3; step++) {
      const next = nextEvent(given.service, (event) => event.type === 'stepped')
      await given.service.lab.stepRun({ runId })
      expect(await next).toMatchObject({ step, epoch: 1, batch: step })
    }
    expect((await given.service.lab.getRun({ runId })).summary).toMatchObject({
      status: { kind: 'paused' },
      step: 3
    })

    const [first] = (await given.events(runId)).flatMap((event) => (event.type === 'stepped' ? [event] : []))
    if (first === undefined) throw new Error('no step')
    const bytes = Uint8Array.from(
      first.rows.flatMap((row) => [...dataset.train.images.subarray(row * 3072, (row + 1) * 3072)])
    )
    expect(first.labels).toEqual(first.rows.map((row) => dataset.train.labels[row]))
    // The measure of all engines, in float64.
    const network = new ReferenceNetwork(config.model, 'float64')
    const { parameters } = await given.service.lab.getWeights({ network: { kind: 'untrained', config } })
    network.parameters.forEach(({ values }, i) => values.set(tensorFloats(parameters[i] ?? { values: '' })))
    expect(first.loss).toBeCloseTo(network.backward(bytes, Uint16Array.from(first.labels)), 4)
    expect(first.gradients.map(({ name }) => name)).toEqual(parameters.map(({ name }) => name))
    first.gradients.forEach(({ norm }, i) => {
      const exact = Math.sqrt(
        (network.parameters[i]?.gradient ?? new Float64Array(0)).reduce((s, g) => s + g * g, 0)
      )
      expect(norm / exact).toBeCloseTo(1, 3)
    })

    const ended = nextEvent(given.service, isEnd)
    await given.service.lab.resumeRun({ runId })
    expect(await ended).toMatchObject({ outcome: { kind: 'finished' } })
    expect(await given.weightsHash(runId, lastStep)).toBe(expected)
    expect(foldRun(newRun, await given.events(runId)).stepped).toBeUndefined()
  })

  test('are for paused runs alone', async () => {
    await expect(given.service.lab.stepRun({ runId: trained })).rejects.toMatchObject({
      code: 'invalid-input'
    })
  })
})

describe('over-fitting', () => {
  test('shows: few training images, and both losses measured alike', async () => {
    const runId = await trainToEnd({
      trainImages: 20,
      validationSplit: 0.2,
      epochs: 60,
      optimizer: { ...lessonConfig.optimizer, learningRate: 0.005 }
    })
    const state = foldRun(newRun, await given.events(runId))
    expect(state).toMatchObject({ trainImages: 20, validationImages: 100, stepsPerEpoch: 5 })
    expect(state.validations).toHaveLength(60)
    const last = state.validations.at(-1)
    expect(last?.trainAccuracy).toBe(1)
    expect(last?.trainLoss).toBeLessThan(0.1)
    expect(last?.loss).toBeGreaterThan(last?.trainLoss ?? Infinity)
  })
})

describe('the timeline', () => {
  const collect = (): Timeline[] => {
    const collected: Timeline[] = []
    given.service.subscribe((notice) => {
      if (notice.event === 'timeline') collected.push(notice.data)
    })
    return collected
  }

  test.each([0, 2])('with %i workers tells real spans, as long as somebody watches', async (workers) => {
    const notices = collect()
    const started = nextEvent(given.service, (event) => event.type === 'progress')
    const { runId } = await given.service.lab.startRun({ config: { ...config, workers, epochs: 1000 } })
    await started
    expect(notices).toEqual([])
    await given.service.lab.watchTimeline({ runId, on: true })
    // A busy machine may leave a while without one or the other.
    const seen = (kind: string): boolean =>
      notices.some(({ lanes }) => lanes.some((lane) => lane.kind === kind && lane.spans.length > 0))
    await vi.waitUntil(() => notices.length >= 3 && seen('load') && seen('compute'), { timeout: 120_000 })
    await given.service.lab.watchTimeline({ runId, on: false })
    await given.service.lab.stopRun({ runId })
    // Who still watched when the run ended is not told of an error.
    await given.service.lab.watchTimeline({ runId, on: false })
    const lanes = notices[1]?.lanes ?? []
    expect(lanes.map(({ kind, worker }) => [kind, worker])).toEqual([
      ...(workers === 0
        ? [['load', 0]]
        : [
            ['load', 1],
            ['load', 2]
          ]),
      ['wait', 0],
      ['compute', 0]
    ])
    for (const { begin, end, lanes: told } of notices) {
      for (const { spans } of told) {
        for (const [from, to] of spans) {
          expect(to).toBeGreaterThanOrEqual(from)
          expect(to).toBeLessThanOrEqual(end)
        }
      }
      expect(end - begin).toBeGreaterThan(200)
    }
    expect(notices.slice(1).map(({ begin }) => begin)).toEqual(notices.slice(0, -1).map(({ end }) => end))
  })
})
