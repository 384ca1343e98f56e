import { readdir } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { correctCount } from '../../src/core/run/evaluation'
import { foldRun, newRun, type RunState } from '../../src/core/run/run-state'
import type { RunConfig } from '../../src/core/settings/run-config'
import { readCheckpoint } from '../../src/lab/checkpoint/read-checkpoint'
import { decodeCheckpointFiles } from '../../src/lab/checkpoint/decode-checkpoint-files'
import { failureOf } from './failure-of'
import { isEnd, nextEvent } from './open-test-lab'
import { testConfig, TestLab } from './test-lab'

/** Few images and a high rate: the validation loss soon rises. 400 images at batch 4 are 100 steps an epoch. */
const config: RunConfig = {
  ...testConfig,
  validationSplit: 0.2,
  epochs: 12,
  patience: 2,
  ema: 0.9,
  keepCheckpoints: 'latest',
  optimizer: { type: 'sgd', learningRate: 0.01, momentum: 0.9, nesterov: false, weightDecay: 0 }
}
const perEpoch = 100

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

/** The best checkpoint of a run, and where its training ended. */
const outcome = ({ selected, step, status }: RunState): unknown => ({ selected, step, status: status.kind })

describe('a run with early stopping', () => {
  test('ends so many epochs after its best one, which is its result', () => {
    const losses = [...state.validations].map(({ loss }) => loss)
    const best = losses.indexOf(Math.min(losses[0] ?? NaN, ...losses.slice(1)))
    expect(state.status).toEqual({ kind: 'finished' })
    expect(losses).toHaveLength(best + 1 + 2)
    expect(losses.length).toBeLessThan(12)
    expect(state.selected).toEqual({ step: (best + 1) * perEpoch, epoch: best + 1, loss: losses[best] })
    expect(state.step).toBe(losses.length * perEpoch)
    expect(state.evaluation?.step).toBe(state.selected?.step)
  })

  test('keeps the best checkpoint, and evaluates, shows and saves that one', async () => {
    const best = state.selected?.step ?? NaN
    expect(await readdir(`${given.runFolder(runId)}/checkpoints`)).toContain(String(best))
    const again = await given.service.lab.evaluateRun({ runId })
    expect(again.evaluation.cells).toEqual(state.evaluation?.result.cells)
    expect((await given.events(runId)).at(-1)).toMatchObject({ type: 'evaluated', step: best })
    const { file } = await given.service.lab.saveCheckpoint({ runId })
    expect(file.fileName).toContain(`step-${best}.`)
  })

  test('ends in the same way when it is stopped and resumed after any epoch', async () => {
    const paused = nextEvent(given.service, ({ type }) => type === 'paused')
    const { runId: second } = await given.service.lab.startRun({ config, paused: true })
    await paused
    for (;;) {
      const validated = nextEvent(given.service, ({ type }) => type === 'validated' || type === 'ended')
      await given.service.lab.resumeRun({ runId: second })
      if ((await validated).type === 'ended') break
      const ended = nextEvent(given.service, isEnd)
      // It may have ended by itself meanwhile.
      await given.service.lab.stopRun({ runId: second }).catch(() => undefined)
      if ((await stateOf(second)).status.kind === 'finished') break
      await ended.catch(() => undefined)
    }
    expect(outcome(await stateOf(second))).toEqual(outcome(state))
    expect(await given.weightsHash(second, state.step)).toBe(await given.weightsHash(runId, state.step))
  })
})

test('a fork with nothing changed ends in the same way, with the best epoch of its parent', async () => {
  const all = await given.trainToEnd({ ...config, keepCheckpoints: 'all' })
  const best = state.selected?.step ?? NaN
  for (const step of [best - perEpoch, best, best + perEpoch / 2 + 10, best + perEpoch]) {
    const checkpoints = [...(await stateOf(all)).checkpoints]
    const from = checkpoints.filter((one) => one <= step).at(-1)
    if (from === undefined || from === 0) continue
    const ended = nextEvent(given.service, isEnd)
    const forked = await given.service.lab.startRun({
      config: { ...config, keepCheckpoints: 'all' },
      from: { runId: all, step: from }
    })
    await ended
    const end = await stateOf(forked.runId)
    expect(outcome(end)).toEqual(outcome(state))
    expect(end.evaluation?.result.cells).toEqual(state.evaluation?.result.cells)
    expect(end.evaluation?.averaged?.cells).toEqual(state.evaluation?.averaged?.cells)
  }
})

test('without images held back, a run with early stopping does not start', async () => {
  const error = await failureOf(
    given.service.lab.startRun({ config: { ...config, validationSplit: 0, trainImages: 0 } })
  )
  expect(error).toMatchObject({ code: 'invalid-input' })
  expect(error.hint).toContain('--validation-split 0.1')
})

describe('the average of the weights', () => {
  test('is in the checkpoint and in its file, is validated and evaluated beside the weights', async () => {
    const step = state.selected?.step ?? NaN
    const checkpoint = await readCheckpoint(given.checkpointFolder(runId, step))
    expect(checkpoint.average?.map(({ name }) => name)).toEqual(
      checkpoint.state.weights.map(({ name }) => name)
    )
    expect(checkpoint.average).not.toEqual(checkpoint.state.weights)
    for (const { averageLoss, loss } of state.validations) {
      expect(averageLoss).toBeGreaterThan(0)
      expect(averageLoss).not.toBe(loss)
    }
    const { evaluation } = state
    expect(evaluation?.averaged?.cells).not.toEqual(evaluation?.result.cells)
    const { file } = await given.service.lab.saveCheckpoint({ runId })
    const bytes = Buffer.from(file.content, 'base64')
    expect(decodeCheckpointFiles([{ name: file.fileName, bytes }], []).average).toEqual(checkpoint.average)
    const loaded = await given.service.lab.evaluateCheckpoint({
      files: [{ name: file.fileName, content: file.content }]
    })
    expect(loaded.averaged?.cells).toEqual(evaluation?.averaged?.cells)
  })

  test('changes nothing of the run', async () => {
    const plain = await given.trainToEnd({ ...config, ema: 0 })
    expect(outcome(await stateOf(plain))).toEqual(outcome(state))
    expect(await given.weightsHash(plain, state.step)).toBe(await given.weightsHash(runId, state.step))
    expect((await stateOf(plain)).evaluation?.averaged).toBeUndefined()
  })
})

test('mirrored test images are averaged on request, beside the result and never in its place', async () => {
  const before = state.evaluation
  const mirrored = await given.service.lab.evaluateRun({ runId, mirrored: true })
  expect(mirrored.averaged).toBeDefined()
  const after = await stateOf(runId)
  expect(after.evaluation?.result.cells).toEqual(before?.result.cells)
  expect(after.mirroredEvaluation?.result.cells).toEqual(mirrored.evaluation.cells)
  expect(after.mirroredEvaluation?.step).toBe(before?.step)
  // The predictions on disk are still those of the result.
  const [cell] = before?.result.cells ?? []
  if (cell === undefined) throw new Error('no cell')
  const [trueClass, predictedClass, images] = cell
  const choice = { kind: 'cell' as const, trueClass, predictedClass }
  const examples = await given.service.lab.getExamples({ runId, choice, limit: 1 })
  expect(examples.total).toBe(images)
  expect(correctCount(mirrored.evaluation)).toBeGreaterThan(0)
})
