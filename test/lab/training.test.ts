import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { RunConfig } from '../../src/core/settings/run-config'
import { readCheckpoint } from '../../src/lab/checkpoint/read-checkpoint'
import { checkpointSteps } from '../../src/lab/runs/run-folder'
import { failureOf } from './failure-of'
import { lastStep, testConfig, TestLab } from './test-lab'

const config: RunConfig = { ...testConfig, logEvery: 50, engine: 'auto' }
const containing = (text: string): unknown => expect.stringContaining(text)

let given: TestLab
beforeAll(async () => {
  given = await TestLab.make()
})
afterAll(() => given.remove())
beforeEach(() => given.reopen())

const trainToEnd = (changes: Partial<RunConfig> = {}): Promise<string> =>
  given.trainToEnd({ ...config, ...changes })

describe('a training', () => {
  test('tells its story in order, keeps checkpoints and tests the finished network', async () => {
    const runId = await trainToEnd()
    const story = await given.events(runId)
    expect(story[0]).toMatchObject({ type: 'started', totalSteps: lastStep, parameters: 62_006 })
    expect(story.slice(-2).map(({ type }) => type)).toEqual(['evaluated', 'ended'])
    expect(story.at(-1)).toMatchObject({ step: lastStep, outcome: { kind: 'finished' } })
    const lines = story.flatMap((event) => (event.type === 'log' ? [[event.epoch, event.batch]] : []))
    expect(lines).toEqual([
      [1, 50],
      [1, 100],
      [2, 50],
      [2, 100]
    ])
    expect(story.filter(({ type }) => type === 'progress')).toHaveLength(lastStep)
    expect(await checkpointSteps(given.runFolder(runId))).toEqual([40, 80, 120, 125, 165, 205, 245, 250])
  })

  test('gives the same weights to the bit with any number of loader workers', async () => {
    const hashes = new Set<string>()
    for (const workers of [0, 1, 3])
      hashes.add(await given.weightsHash(await trainToEnd({ workers, seed: 7 })))
    expect(hashes.size).toBe(1)
  })

  test('learns: the loss falls, and the test images are told apart better than by chance', async () => {
    const runId = await trainToEnd({
      epochs: 12,
      batchSize: 10,
      optimizer: { ...config.optimizer, learningRate: 0.005 }
    })
    const { summary } = await given.service.lab.getRun({ runId })
    expect(summary.status).toEqual({ kind: 'finished' })
    expect(summary.accuracy).toBeGreaterThan(0.5)
  })

  test('validates after every epoch on images that are held back', async () => {
    const runId = await trainToEnd({ validationSplit: 0.2 })
    const story = await given.events(runId)
    expect(story[0]).toMatchObject({ trainImages: 400, validationImages: 100, stepsPerEpoch: 100 })
    expect(
      story.filter(({ type }) => type === 'validated').map((event) => 'step' in event && event.step)
    ).toEqual([100, 200])
  })

  test('that diverges fails with a hint and keeps the last good checkpoint', async () => {
    const runId = await trainToEnd({
      checkpointEvery: 1,
      optimizer: { ...config.optimizer, learningRate: 10 }
    })
    const { summary } = await given.service.lab.getRun({ runId })
    expect(summary.status).toMatchObject({ kind: 'failed', error: { code: 'diverged' } })
    const step = (await checkpointSteps(given.runFolder(runId))).at(-1) ?? -1
    const { state } = await readCheckpoint(given.checkpointFolder(runId, step))
    expect(state.weights.every(({ values }) => values.every(Number.isFinite))).toBe(true)
  })

  test('refuses more training images than there are, and a network that no checkpoint could hold', async () => {
    const { lab } = given.service
    const many = await failureOf(lab.startRun({ config: { ...config, trainImages: 501 } }))
    expect(many).toMatchObject({
      code: 'invalid-input',
      message: containing('has 500 training images')
    })
    const wide = { type: 'dense', units: 8192 } as const
    const [first, second] = [
      { ...wide, name: 'wide1' },
      { ...wide, name: 'wide2' }
    ]
    const layers = [
      { type: 'flatten', name: 'flatten' } as const,
      first,
      second,
      { ...wide, name: 'fc', units: 10 }
    ]
    const large = { ...config, model: { inputShape: config.model.inputShape, layers } }
    const network = { kind: 'untrained', config: large } as const
    for (const ask of [
      lab.startRun({ config: large }),
      lab.inspectImage({ network, split: 'test', row: 0 }),
      lab.getWeights({ network }),
      lab.describePlan({ ...large, engine: 'wasm' })
    ]) {
      expect(await failureOf(ask)).toMatchObject({
        message: containing('Tenfold trains at most 16,000,000')
      })
    }
  })

  test('refuses settings, names the field, and makes no run of them', async () => {
    const { runs: before } = await given.service.lab.listRuns({})
    const error = await failureOf(given.service.lab.startRun({ config: { ...config, batchSize: 60_000 } }))
    expect(error.code).toBe('invalid-input')
    expect(error.message).toContain('batch size must be a whole number from 1 to 10,000')
    expect((await given.service.lab.listRuns({})).runs).toHaveLength(before.length)
  })
})

describe('the workbench', () => {
  test('lists engines as the training process finds them', async () => {
    const { engines } = await given.service.lab.listEngines({})
    expect(engines.map(({ engine }) => engine)).toContain('reference')
    expect(engines.filter((engine) => engine.available && engine.preferred)).toHaveLength(1)
  })

  test('shows the first images of every class', async () => {
    const { classes } = await given.service.lab.getSamples({ first: 0, classes: 50, perClass: 2 })
    expect(classes).toHaveLength(10)
    expect(classes.reduce((sum, { count }) => sum + count, 0)).toBe(500)
    expect(
      classes.every(({ rows, images }) => rows.length === 2 && Buffer.from(images, 'base64').length === 6144)
    ).toBe(true)
  })
})
