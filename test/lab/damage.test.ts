import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { lessonConfig, type RunConfig } from '../../src/core/settings/run-config'
import { foldRun, newRun, type RunState } from '../../src/core/run/run-state'
import { z } from '../../src/core/base/schema'
import { datasetFolder } from '../../src/lab/dataset/files/manifest'
import type { LabService } from '../../src/lab/contract/host'
import { checkpointSteps, runPaths } from '../../src/lab/runs/run-folder'
import { makeSmallCifar, type SmallCifar } from '../small-cifar/make-small-cifar'
import { buildTrainer, type BuiltTrainer } from './build-trainer'
import { installSmallCifar, isEnd, nextEvent, openTestLab } from './open-test-lab'

/** 125 steps an epoch. Long enough that a request made after the first checkpoints comes well before the end. */
const config: RunConfig = {
  ...lessonConfig,
  workers: 0,
  engine: 'wasm',
  epochs: 60,
  checkpointEvery: 200,
  seed: 21
}
const lastStep = 7500

let root = ''
let dataFolder = ''
let trainer: BuiltTrainer
let small: SmallCifar
let service: LabService
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'tenfold-damage-'))
  trainer = await buildTrainer(join(root, 'out'))
  small = await makeSmallCifar(root)
})
afterAll(() => rm(root, { recursive: true, force: true }))
beforeEach(async () => {
  dataFolder = await mkdtemp(join(root, 'data-'))
  await installSmallCifar(dataFolder, small)
  service = await openTestLab(dataFolder, trainer.trainerFile)
})
afterEach(() => service.close())

const runFolder = (runId: string): string => join(dataFolder, 'runs', runId)
const stateOf = async (runId: string): Promise<RunState> =>
  foldRun(newRun, (await service.lab.getRun({ runId })).events)
const latestStep = async (runId: string): Promise<number> =>
  (await checkpointSteps(runFolder(runId))).at(-1) ?? -1

async function weightsHash(runId: string): Promise<string> {
  const bytes = await readFile(join(runPaths.checkpoint(runFolder(runId), lastStep), 'weights.bin'))
  return createHash('sha256').update(bytes).digest('hex')
}

/** A run that was stopped after a few checkpoints. */
async function stoppedRun(): Promise<string> {
  const saved = nextEvent(service, (event) => event.type === 'checkpoint' && event.step >= 600)
  const { runId } = await service.lab.startRun({ config })
  await saved
  await service.lab.stopRun({ runId })
  return runId
}

async function damage(runId: string, step: number): Promise<void> {
  const path = join(runPaths.checkpoint(runFolder(runId), step), 'weights.bin')
  const bytes = await readFile(path)
  await writeFile(
    path,
    bytes.map((byte, i) => (i === 5000 ? byte ^ 64 : byte))
  )
}

describe('a run whose latest checkpoint is damaged', () => {
  test('goes on from the one before, says so, keeps the damaged one, and ends with the same weights', async () => {
    const runId = await stoppedRun()
    const ended = nextEvent(service, isEnd)
    await service.lab.resumeRun({ runId })
    expect(await ended).toMatchObject({ outcome: { kind: 'finished' } })
    const expected = await weightsHash(runId)

    const other = await stoppedRun()
    const step = await latestStep(other)
    const before = (await checkpointSteps(runFolder(other))).at(-2)
    await damage(other, step)
    const otherEnded = nextEvent(service, isEnd)
    await service.lab.resumeRun({ runId: other })
    expect(await otherEnded).toMatchObject({ outcome: { kind: 'finished' } })
    const { events } = await service.lab.getRun({ runId: other })
    const folder = join(runFolder(other), 'checkpoints', `damaged-${step}`)
    const told = events.findIndex((event) => event.type === 'checkpointDamaged')
    expect(events.slice(told, told + 2)).toMatchObject([
      { type: 'checkpointDamaged', step, folder, error: { code: 'checkpoint-invalid' } },
      { type: 'resumed', step: before }
    ])
    expect(await readdir(folder)).toContain('weights.bin')
    expect(await weightsHash(other)).toBe(expected)
  })

  test('is evaluated, saved, looked into and measured with the newest whole one, and told of it', async () => {
    const runId = await stoppedRun()
    const [damaged, step = 0] = (await checkpointSteps(runFolder(runId))).reverse()
    await damage(runId, damaged ?? 0)
    const { file } = await service.lab.saveCheckpoint({ runId })
    expect(file.fileName).toBe(`${runId}-step-${step}.tenfold.json`)
    expect(await service.lab.getWeights({ network: { kind: 'run', runId } })).toMatchObject({ step })
    expect(
      await service.lab.inspectImage({ network: { kind: 'run', runId }, split: 'test', row: 0 })
    ).toMatchObject({ step })
    await service.lab.evaluateRun({ runId })
    const surface = new Promise<string>((resolve) => {
      service.subscribe((notice) => {
        if (notice.event === 'lossSurface' && notice.data.progress.kind !== 'computing') {
          resolve(notice.data.progress.kind)
        }
      })
    })
    await service.lab.computeLossSurface({ runId, directions: 'principal', size: 3, images: 10 })
    expect(await surface).toBe('ready')
    const { surface: computed } = await service.lab.getLossSurface({ runId, directions: 'principal' })
    expect(computed?.step).toBe(step)
    const state = await stateOf(runId)
    expect(state.evaluation?.step).toBe(step)
    expect(state.status.kind).toBe('stopped')
    expect(state.damagedCheckpoints.map((one) => one.step)).toEqual([damaged])
    expect(await checkpointSteps(runFolder(runId))).toContain(damaged)
  })
})

describe('a run that cannot go on stays as it was', () => {
  test('where every checkpoint is damaged', async () => {
    const runId = await stoppedRun()
    const before = await service.lab.getRun({ runId })
    for (const step of await checkpointSteps(runFolder(runId))) await damage(runId, step)
    await expect(service.lab.resumeRun({ runId })).rejects.toMatchObject({ code: 'checkpoint-invalid' })
    expect(await service.lab.getRun({ runId })).toEqual(before)
  })

  test('where the data set cannot be loaded', async () => {
    const runId = await stoppedRun()
    const before = await service.lab.getRun({ runId })
    const folder = datasetFolder(dataFolder, small.manifest)
    for (const name of await readdir(folder)) {
      if (name.endsWith('.bin')) await rm(join(folder, name))
    }
    await expect(service.lab.resumeRun({ runId })).rejects.toThrow()
    expect(await service.lab.getRun({ runId })).toEqual(before)
  })

  test('where a setting in run.json was changed', async () => {
    const runId = await stoppedRun()
    const path = runPaths.runFile(runFolder(runId))
    const whole = await readFile(path, 'utf8')
    await writeFile(path, whole.replace('"seed": 21', '"seed": 22'))
    await expect(service.lab.resumeRun({ runId })).rejects.toMatchObject({ code: 'data-corrupt' })
    await writeFile(path, whole)
    expect((await stateOf(runId)).status.kind).toBe('stopped')
  })

  test('where a setting was changed in a run.json from before there were seals', async () => {
    const runId = await stoppedRun()
    const path = runPaths.runFile(runFolder(runId))
    const { seal, log, ...content } = z
      .record(z.string(), z.unknown())
      .parse(JSON.parse(await readFile(path, 'utf8')))
    expect([seal, log]).not.toContain(undefined)
    const old = JSON.stringify({ ...content, format: 1 })
    await writeFile(path, old.replaceAll('"seed":21', '"seed":22'))
    await expect(service.lab.resumeRun({ runId })).rejects.toThrow('settings that the run began with: seed')
    expect((await stateOf(runId)).status.kind).toBe('stopped')
  })
})
