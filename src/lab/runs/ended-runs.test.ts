import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { RunEvent } from '../../core/run/run-event'
import { required } from '../../core/base/required'
import { modelPresets } from '../../core/model/presets/model-presets'
import { recipeConfig, recipeCalled } from '../../core/recipes/recipes'
import { lessonConfig } from '../../core/settings/run-config'
import { readRunFile, writeRunFile } from './run-file'
import { RunStore } from './run-store'
import { stopped, TestRuns } from './test-runs'

let given: TestRuns
let store: RunStore
beforeEach(async () => {
  given = await TestRuns.open()
  store = given.store
})
afterEach(() => given.close())

const validated = (step: number, accuracy: number): RunEvent => ({
  type: 'validated',
  at: 1,
  step,
  epoch: 1,
  loss: 1,
  accuracy
})
const resumed = (step: number): RunEvent => ({
  type: 'resumed',
  at: 2,
  step,
  device: { engine: 'wasm', label: 'WASM', description: 'Node', threads: 1 }
})

describe('the list', () => {
  test('tells settings, network and recipe of a run, open or not', async () => {
    const runId = await store.create(lessonConfig)
    const expected = [
      {
        details: {
          values: { batchSize: 4, optimizer: 'sgd', momentum: 0.9, learningRate: 0.001 },
          network: { preset: 'Lesson', parameters: 62_006 },
          recipe: 'The lesson'
        }
      }
    ]
    expect(await store.list()).toMatchObject(expected)
    await store.append(runId, [stopped])
    await store.release(runId)
    expect(await store.list()).toMatchObject(expected)
    expect(await new RunStore(given.folder, () => undefined).list()).toEqual(await store.list())
  })

  test('equal networks have equal keys, and others other ones', async () => {
    const [, wider] = modelPresets
    if (wider === undefined) throw new Error('there are several networks')
    const minute = recipeConfig(recipeCalled('minute'), ['flip'])
    for (const config of [
      lessonConfig,
      { ...lessonConfig, seed: 2 },
      { ...lessonConfig, model: wider.model },
      minute
    ])
      await store.create(config)
    const [fourth, third, second, first] = (await store.list()).map(({ details }) => details)
    expect(first?.network.key).toBe(second?.network.key)
    expect(new Set([first, third, fourth].map((details) => details?.network.key)).size).toBe(3)
    expect(third?.network.preset).toBe('Wider')
    expect(third).not.toHaveProperty('recipe')
    expect(fourth?.recipe).toBe('A minute without Mirror images')
    expect(fourth?.network).not.toHaveProperty('preset')
  })

  test('the best validation accuracy leaves out what a resumed run took back', async () => {
    const config = { ...lessonConfig, validationSplit: 0.1 }
    const runId = await store.create(config)
    await store.append(runId, [
      validated(10, 0.5),
      validated(20, 0.9),
      resumed(15),
      validated(20, 0.6),
      validated(30, 0.4)
    ])
    const open = await store.list()
    expect(open[0]?.validation).toEqual({ best: 0.6, end: 0.4 })
    await store.append(runId, [{ ...stopped, step: 30 }])
    await store.release(runId)
    const again = async () => (await new RunStore(given.folder, () => undefined).list())[0]?.validation
    expect((await store.list())[0]?.validation).toEqual(open[0]?.validation)
    expect(await again()).toEqual(open[0]?.validation)
    // As earlier versions wrote it.
    const { summary, ...file } = await readRunFile(store.folder(runId))
    const { validation: _, ...earlier } = summary
    await writeRunFile(store.folder(runId), { ...file, summary: earlier, log: required(file.log, 'a log') })
    expect(await again()).toEqual(open[0]?.validation)
  })

  test('a run that changed is read again', async () => {
    const runId = await given.endedRun()
    await store.list()
    // From now on a change gives another stamp.
    await new Promise((resolve) => setTimeout(resolve, 60))
    await store.list()
    await new RunStore(given.folder, () => undefined).rename(runId, 'Elsewhere')
    expect(await store.list()).toMatchObject([{ name: 'Elsewhere' }])
  })
})
