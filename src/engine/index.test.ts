import { expect, test } from 'vitest'
import { engineNames } from '../core/base/engine-id'
import { initialWeights } from '../core/model/initial-weights'
import type { LayerSpec } from '../core/layers/layer-kinds'
import { lessonConfig } from '../core/settings/run-config'
import { untrainedState } from '../core/model/weights'
import { chooseEngine, engines, loadEngine, probeEngines } from './index'

test('every engine loads under its own id', async () => {
  for (const { id } of engines) expect((await loadEngine(id)).id).toBe(id)
})

test('exactly one engine is preferred, the first that is available', async () => {
  const probed = await probeEngines()
  const preferred = probed.filter((engine) => engine.preferred)
  expect(preferred).toHaveLength(1)
  expect(preferred[0]).toBe(probed.find(({ availability }) => availability.available))
})

test('auto takes the preferred engine and says why', async () => {
  const preferred = (await probeEngines()).find((engine) => engine.preferred)
  const { engine, reason } = await chooseEngine('auto', lessonConfig)
  expect(engine.id).toBe(preferred?.id)
  expect(reason).not.toBe('')
})

test('an engine that was asked for by name is taken', async () => {
  expect((await chooseEngine('reference', lessonConfig)).engine.id).toBe('reference')
})

test('auto passes over engines that lack something, and one that was asked for refuses', async () => {
  const dropout: LayerSpec = { type: 'dropout', name: 'drop', rate: 0.5 }
  const model = { ...lessonConfig.model, layers: [...lessonConfig.model.layers, dropout] }
  const workload = { model, optimizer: lessonConfig.optimizer }
  const { engine, reason } = await chooseEngine('auto', workload)
  expect(engine.lacks?.(workload)).toBeUndefined()
  for (const { id } of engines) {
    const other = await loadEngine(id)
    const lacking = other.lacks?.(workload)
    if (lacking === undefined) continue
    expect(engine.id).not.toBe(id)
    expect(reason).toContain(engineNames[id])
    const state = untrainedState(initialWeights(model, 1))
    const compiling = other.compile({ ...workload, batchSize: 1, threads: 1, seed: 1, state })
    await expect(compiling).rejects.toMatchObject({ code: 'engine-unavailable' })
    await expect(compiling).rejects.toThrow(lacking)
  }
})
