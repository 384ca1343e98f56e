import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { lessonConfig, type RunConfig } from '../../src/core/settings/run-config'
import type { LabService } from '../../src/lab/contract/host'
import { makeSmallCifar } from '../small-cifar/make-small-cifar'
import { buildTrainer } from './build-trainer'
import { installSmallCifar, isEnd, nextEvent, openTestLab } from './open-test-lab'

const config: RunConfig = { ...lessonConfig, workers: 1, engine: 'wasm', threads: 1 }
let root = ''
let service: LabService

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'tenfold-plan-'))
  const dataFolder = join(root, 'data')
  const { trainerFile } = await buildTrainer(join(root, 'out'))
  await installSmallCifar(dataFolder, await makeSmallCifar(root))
  service = await openTestLab(dataFolder, trainerFile)
})
afterAll(async () => {
  await service.close()
  await rm(root, { recursive: true, force: true })
})

describe('a plan', () => {
  test('is that of the network asked for, with its weights placed once', async () => {
    const answer = await service.lab.describePlan(config)
    expect(answer).toMatchObject({ planned: true, plan: { engine: 'wasm', threads: 1, batchSize: 4 } })
    if (!answer.planned) return
    expect(answer.plan.layers.map(({ name }) => name)).toEqual(config.model.layers.map(({ name }) => name))
    const weights = answer.plan.regions.find(({ kind }) => kind === 'weights')
    expect(weights?.buffers.reduce((sum, { values }) => sum + (values ?? 0), 0)).toBe(62_006)
  })

  test('is not to be had of the reference loops, and they say so', async () => {
    expect(await service.lab.describePlan({ ...config, engine: 'reference' })).toMatchObject({
      planned: false,
      engine: 'reference'
    })
  })

  test('of a network that does not fit the data set is refused', async () => {
    const layers = config.model.layers.slice(0, -1)
    await expect(
      service.lab.describePlan({ ...config, model: { ...config.model, layers } })
    ).rejects.toMatchObject({ code: 'invalid-input' })
  })
})

test('the peak is not measured beside a training, but before and after, and then it is kept', async () => {
  const ended = nextEvent(service, isEnd)
  const { runId } = await service.lab.startRun({ config: { ...config, epochs: 200 } })
  expect(await service.lab.measurePeak({})).toEqual({})
  await service.lab.stopRun({ runId })
  await ended
  const { operationsPerSecond } = await service.lab.measurePeak({})
  expect(operationsPerSecond).toBeGreaterThan(1e7)
  expect(await service.lab.measurePeak({})).toEqual({ operationsPerSecond })
})

test('a training tells what its steps consist of', async () => {
  const ended = nextEvent(service, isEnd)
  const { runId } = await service.lab.startRun({ config: { ...config, epochs: 4 } })
  await ended
  const { events } = await service.lab.getRun({ runId })
  const told = events.flatMap((event) =>
    event.type === 'progress' && event.phases !== undefined ? [event.phases] : []
  )
  expect(told.length).toBeGreaterThan(0)
  expect(told.map(({ samples }) => samples)).toEqual(told.map((_, i) => i + 1))
  expect(told.at(-1)?.forward).toBeGreaterThan(0)
})
