import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { setFrozen } from '../../src/core/layers/set-frozen'
import { defaultOptimizers } from '../../src/core/optimizers/optimizer-kinds'
import { forkSettings } from '../../src/core/run/fork-settings'
import { foldRun, newRun, type RunState } from '../../src/core/run/run-state'
import type { RunConfig } from '../../src/core/settings/run-config'
import { readCheckpoint } from '../../src/lab/checkpoint/read-checkpoint'
import { failureOf } from './failure-of'
import { isEnd, nextEvent } from './open-test-lab'
import { lastStep, testConfig, TestLab } from './test-lab'

const config: RunConfig = { ...testConfig, logEvery: 50 }

let given: TestLab
/** Trained with `config`, with checkpoints at 40, 80, 120, 125, 165, 205, 245 and 250. */
let parent: string
beforeAll(async () => {
  given = await TestLab.make()
  parent = await given.trainToEnd(config)
})
afterAll(() => given.remove())

async function fork(runId: string, step: number, changes: Partial<RunConfig> = {}): Promise<string> {
  const ended = nextEvent(given.service, isEnd)
  const forked = await given.service.lab.startRun({
    config: { ...config, ...changes },
    from: { runId, step }
  })
  expect(await ended).toMatchObject({ outcome: { kind: 'finished' } })
  return forked.runId
}

const refusal = (step: number, changes: Partial<RunConfig> = {}): ReturnType<typeof failureOf> =>
  failureOf(given.service.lab.startRun({ config: { ...config, ...changes }, from: { runId: parent, step } }))

const stateOf = async (runId: string): Promise<RunState> => foldRun(newRun, await given.events(runId))

const logOf = ({ log }: RunState): unknown[] => [...log]

describe('a fork with nothing changed', () => {
  test('ends with the weights of its parent, from any checkpoint, and so does a fork of the fork', async () => {
    const expected = await given.weightsHash(parent)
    for (const step of [40, 125, 205]) {
      const runId = await fork(parent, step)
      expect(await given.weightsHash(runId)).toBe(expected)
      expect(logOf(await stateOf(runId))).toEqual(logOf(await stateOf(parent)))
    }
    const second = await fork(await fork(parent, 80), 165)
    expect(await given.weightsHash(second)).toBe(expected)
    const { lineage, points } = await stateOf(second)
    expect(lineage.map(({ runId, step }) => [runId === parent, step])).toEqual([
      [true, 80],
      [false, 165]
    ])
    expect([...points].map(({ step }) => step)).toEqual(Array.from({ length: lastStep }, (_, i) => i + 1))
  })

  test('does so with Adam, a schedule and augmentation', async () => {
    const changes: Partial<RunConfig> = {
      optimizer: defaultOptimizers.adam,
      schedule: 'cosine',
      warmup: 0.1,
      flip: 'random',
      crop: 2
    }
    const own = await given.trainToEnd({ ...config, ...changes })
    expect(await given.weightsHash(await fork(own, 165, changes))).toBe(await given.weightsHash(own))
  })

  test('does so when it is stopped before its first step and resumed, after Tenfold was started again', async () => {
    const paused = nextEvent(given.service, ({ type }) => type === 'paused')
    const from = { runId: parent, step: 120 }
    const { runId } = await given.service.lab.startRun({ config, from, paused: true })
    await paused
    await given.service.lab.stopRun({ runId })
    expect((await given.service.lab.getRun({ runId })).summary).toMatchObject({
      step: 120,
      status: { kind: 'stopped' }
    })
    await given.reopen()
    const ended = nextEvent(given.service, isEnd)
    await given.service.lab.resumeRun({ runId })
    await ended
    expect(await given.weightsHash(runId)).toBe(await given.weightsHash(parent))
  })

  test('follows its parent through a learning rate that was changed while it trained', async () => {
    const paused = nextEvent(given.service, ({ type }) => type === 'paused')
    const { runId } = await given.service.lab.startRun({ config, paused: true })
    await paused
    await given.service.lab.setLearningRate({ runId, learningRate: 0.004 })
    const ended = nextEvent(given.service, isEnd)
    await given.service.lab.resumeRun({ runId })
    await ended
    const settings = forkSettings(config, await stateOf(runId), 80)
    expect(settings.optimizer.learningRate).toBe(0.004)
    const forked = await fork(runId, 80, settings)
    expect(await given.weightsHash(forked)).toBe(await given.weightsHash(runId))
    expect(await given.weightsHash(forked)).not.toBe(await given.weightsHash(parent))
  })
})

test('a run that has finished is forked with more epochs, and ends as one that had them from the start', async () => {
  const error = await failureOf(given.service.lab.resumeRun({ runId: parent }))
  expect(error.hint).toContain('fork 1 --epochs 3')
  const longer = await given.trainToEnd({ ...config, epochs: 3 })
  const runId = await fork(parent, lastStep, { epochs: 3 })
  expect(await given.weightsHash(runId, 375)).toBe(await given.weightsHash(longer, 375))
  const [forked, straight] = [await stateOf(runId), await stateOf(longer)]
  expect(logOf(forked)).toEqual(logOf(straight))
  const losses = ({ points }: RunState): unknown => points.map(({ step, loss }) => [step, loss])
  expect(losses(forked)).toEqual(losses(straight))
  expect(forked.totalSteps).toBe(375)
  expect((await given.service.lab.getRun({ runId })).summary.from).toMatchObject({
    runId: parent,
    number: 1,
    step: lastStep
  })
})

test('another learning rate and optimizer hold from the checkpoint on; what the optimizer kept is given up', async () => {
  const runId = await fork(parent, 125, {
    optimizer: { ...defaultOptimizers.adam, learningRate: 0.002 },
    flip: 'random'
  })
  const { learningRates, config: own } = await stateOf(runId)
  expect(own?.optimizer.type).toBe('adam')
  expect(learningRates).toEqual([
    { fromStep: 0, learningRate: 0.001 },
    { fromStep: 125, learningRate: 0.002 }
  ])
  const copy = await readCheckpoint(given.checkpointFolder(runId, 125))
  const original = await readCheckpoint(given.checkpointFolder(parent, 125))
  expect(copy.state).toEqual({ ...original.state, optimizerState: [], optimizerSteps: 0 })
  const last = await readCheckpoint(given.checkpointFolder(runId, lastStep))
  expect(last.state.optimizerSteps).toBe(lastStep - 125)
  expect(last.state.weights).not.toEqual(
    (await readCheckpoint(given.checkpointFolder(parent, lastStep))).state.weights
  )
})

test('what cannot change is refused by name, and no run is made', async () => {
  const { runs: before } = await given.service.lab.listRuns({})
  expect(await refusal(125, { batchSize: 8 })).toMatchObject({
    code: 'invalid-input',
    message: 'A fork cannot change the batch size: run #1 has 4, and these settings 8.',
    hint: 'Set the batch size to 4 (--batch-size 4), or start a new run.'
  })
  expect((await refusal(lastStep)).message).toContain('nothing left to train')
  expect((await refusal(126)).message).toBe('Run #1 has no checkpoint at step 126.')
  expect((await given.service.lab.listRuns({})).runs).toHaveLength(before.length)
})

test('a fork outlives its parent', async () => {
  const own = await given.trainToEnd(config)
  const paused = nextEvent(given.service, ({ type }) => type === 'paused')
  const { runId } = await given.service.lab.startRun({ config, from: { runId: own, step: 80 }, paused: true })
  await paused
  await given.service.lab.stopRun({ runId })
  const { trash } = await removed(own)
  expect(trash).toBe(true)
  await given.reopen()
  const ended = nextEvent(given.service, isEnd)
  await given.service.lab.resumeRun({ runId })
  await ended
  expect(await given.weightsHash(runId)).toBe(await given.weightsHash(parent))
  expect((await stateOf(runId)).lineage).toMatchObject([{ runId: own, step: 80 }])
  const error = await failureOf(given.service.lab.startRun({ config, from: { runId: own, step: 80 } }))
  expect(error.code).toBe('not-found')
})

async function removed(runId: string): Promise<{ trash: boolean }> {
  const { lab } = given.service
  await lab.deleteRun({ runId })
  const { runs } = await lab.listTrash({})
  const trash = runs.some(({ run }) => run.runId === runId)
  await lab.removeRuns({ runIds: [runId] })
  return { trash }
}

test('a checkpoint that is damaged or gone is refused; the others can still be forked', async () => {
  const own = await given.trainToEnd(config)
  const weights = join(given.checkpointFolder(own, 80), 'weights.bin')
  const bytes = await readFile(weights)
  bytes[100] = 255 - (bytes[100] ?? 0)
  await writeFile(weights, bytes)
  await rm(given.checkpointFolder(own, 120), { recursive: true })
  const tryFrom = (step: number): ReturnType<typeof failureOf> =>
    failureOf(given.service.lab.startRun({ config, from: { runId: own, step } }))
  expect((await tryFrom(80)).message).toMatch(/^The checkpoint of run #\d+ at step 80 is damaged\./)
  expect((await tryFrom(120)).hint).toContain('40; 80; 125')
  expect(await given.weightsHash(await fork(own, 40))).toBe(await given.weightsHash(parent))
})

test('waits for a run in training: it is named, and stays as it is', async () => {
  const saved = nextEvent(given.service, ({ type }) => type === 'checkpoint')
  const { runId } = await given.service.lab.startRun({ config: { ...config, epochs: 1000 } })
  await saved
  const error = await failureOf(given.service.lab.startRun({ config, from: { runId, step: 40 } }))
  expect(error.code).toBe('busy')
  expect(error.message).toContain(runId)
  await given.service.lab.stopRun({ runId })
})

test('a run that was loaded from a Tenfold checkpoint file is forked as the run that it came from', async () => {
  const { lab } = given.service
  const half = await given.trainToEnd({ ...config, epochs: 1 })
  const { file } = await lab.saveCheckpoint({ runId: half })
  const loaded = await lab.loadCheckpoint({ files: [{ name: file.fileName, content: file.content }] })
  expect((await failureOf(lab.resumeRun({ runId: loaded.runId }))).hint).toMatch(/fork \d+ --epochs 2/)
  const runId = await fork(loaded.runId, 125)
  expect(await given.weightsHash(runId)).toBe(await given.weightsHash(parent))
  expect(await stateOf(runId)).toMatchObject({ step: lastStep, status: { kind: 'finished' } })
})

test('a network from a file that says nothing of its training is trained on from its weights, with any settings', async () => {
  const { lab } = given.service
  const files = await Promise.all(
    ['model.json', 'weights.bin'].map(async (name) => ({
      name,
      content: (await readFile(join(given.checkpointFolder(parent, 250), name))).toString('base64')
    }))
  )
  const foreign = await lab.loadCheckpoint({ files })
  const layers = config.model.layers.map((layer) => (layer.name === 'conv1' ? setFrozen(layer, true) : layer))
  const changes = {
    batchSize: 8,
    seed: 9,
    epochs: 1,
    validationSplit: 0.2,
    model: { ...config.model, layers }
  }
  const runId = await fork(foreign.runId, 0, changes)
  const state = await stateOf(runId)
  // 400 of 500 images.
  expect(state).toMatchObject({ step: 50, epoch: 1, pixelsFrom: 'training', trainImages: 400 })
  expect(state.lineage).toMatchObject([{ runId: foreign.runId, step: 0 }])
  const weightsAt = async (id: string, step: number) =>
    (await readCheckpoint(given.checkpointFolder(id, step))).state.weights
  const [before, after] = [await weightsAt(parent, 250), await weightsAt(runId, 50)]
  const moved = before.filter(({ values }, i) => values.some((value, k) => value !== after[i]?.values[k]))
  expect(moved.map(({ name }) => name)).toEqual(
    before.map(({ name }) => name).filter((name) => !name.startsWith('conv1/'))
  )
  const { dataset, classes } = await readCheckpoint(given.checkpointFolder(runId, 50))
  expect([dataset?.hash, classes]).toEqual([state.dataset?.hash, state.classes])
})
