import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { lessonConfig } from '../../src/core/settings/run-config'
import type { LabService } from '../../src/lab/contract/host'
import { makeSmallCifar } from '../small-cifar/make-small-cifar'
import { buildTrainer } from './build-trainer'
import { installSmallCifar, isEnd, nextEvent, openTestLab } from './open-test-lab'

let root = ''
let service: LabService
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'tenfold-devices-'))
  const { trainerFile } = await buildTrainer(path.join(root, 'trainer'))
  const dataFolder = path.join(root, 'data')
  await installSmallCifar(dataFolder, await makeSmallCifar(root))
  process.env['TENFOLD_DATA'] = dataFolder
  service = await openTestLab(dataFolder, trainerFile)
})
afterAll(async () => {
  await service.close()
  await rm(root, { recursive: true, force: true })
})

/** Longer than the test lets it train. */
const config = { ...lessonConfig, epochs: 200, workers: 0, checkpointEvery: 20 }

test('a run tells which engine `auto` came to, and why', async () => {
  const started = nextEvent(service, ({ type }) => type === 'started')
  const { runId } = await service.lab.startRun({ config })
  const event = await started
  const preferred = (await service.lab.listEngines({})).engines.find(
    (engine) => engine.available && engine.preferred
  )
  expect(event.type === 'started' && event.choice).toMatchObject({ engine: preferred?.engine })
  expect(event.type === 'started' && event.choice?.reason).not.toBe('')
  await service.lab.stopRun({ runId })
})

test('a run that asks for an engine that is not there is never made', async () => {
  const before = (await service.lab.listRuns({})).runs.length
  const refused = service.lab.startRun({ config: { ...config, engine: 'tensorflow' } })
  await expect(refused).rejects.toMatchObject({ code: 'engine-unavailable' })
  await expect(refused).rejects.toThrow(/^TensorFlow cannot run here: TensorFlow has not been set up/)
  const error: unknown = await refused.catch((thrown: unknown) => thrown)
  expect(error).toHaveProperty('hint', expect.stringContaining('WebAssembly (wasm)'))
  expect((await service.lab.listRuns({})).runs).toHaveLength(before)
})

test('a run whose engine is gone goes on with another one when it is told to', async () => {
  const checkpoint = nextEvent(service, ({ type }) => type === 'checkpoint')
  const { runId } = await service.lab.startRun({ config: { ...config, engine: 'reference' } })
  await checkpoint
  await service.lab.stopRun({ runId })
  const refused = service.lab.resumeRun({ runId, engine: 'tensorflow' })
  await expect(refused).rejects.toMatchObject({ code: 'engine-unavailable' })
  const resumed = nextEvent(service, ({ type }) => type === 'resumed')
  const ended = nextEvent(service, isEnd)
  await service.lab.resumeRun({ runId, engine: 'wasm' })
  expect(await resumed).toMatchObject({ device: { engine: 'wasm' } })
  await service.lab.stopRun({ runId })
  expect(await ended).toMatchObject({ outcome: { kind: 'stopped' } })
})

test('engines are measured, and the speeds are known from then on', async () => {
  const workload = { model: config.model, optimizer: config.optimizer, threads: 0 }
  expect((await service.lab.getEngineSpeeds({ workload, batchSizes: [8] })).tables).toEqual([])
  const { tables } = await service.lab.measureEngines({ workload, batchSizes: [8] })
  expect(tables).toHaveLength(1)
  expect(tables[0]?.speeds.some(({ timed }) => timed)).toBe(true)
  expect((await service.lab.getEngineSpeeds({ workload, batchSizes: [4, 8] })).tables).toEqual(tables)
})

test('the diagnosis tells of processor, training process and engines', async () => {
  const { findings } = await service.lab.diagnose({})
  const ids = findings.map(({ id }) => id)
  for (const id of ['processor', 'node', 'gpu', 'tensorflow', 'wasm-engine', 'tensorflow-engine'])
    expect(ids).toContain(id)
  expect(findings.every(({ detail }) => detail !== '')).toBe(true)
})
