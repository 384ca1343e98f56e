import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { foldRun, newRun } from '../../src/core/run/run-state'
import type { RunConfig } from '../../src/core/settings/run-config'
import { readCheckpoint } from '../../src/lab/checkpoint/read-checkpoint'
import { FolderClaim } from '../../src/lab/ownership/folder-claim'
import { checkpointSteps } from '../../src/lab/runs/run-folder'
import { failureOf } from './failure-of'
import { isEnd, nextEvent } from './open-test-lab'
import { lastStep, testConfig, TestLab } from './test-lab'

const config: RunConfig = { ...testConfig, logEvery: 50, engine: 'auto' }
/** Long enough that a request made after its first checkpoint comes well before its end. */
const long = { epochs: 60, checkpointEvery: 200 }
const longLastStep = 7500

let given: TestLab
beforeAll(async () => {
  given = await TestLab.make()
})
afterAll(() => given.remove())
beforeEach(() => given.reopen())

const trainToEnd = (changes: Partial<RunConfig> = {}): Promise<string> =>
  given.trainToEnd({ ...config, ...changes })

describe('control', () => {
  test('one run trains at a time; a second is refused and names the first', async () => {
    const { runId } = await given.service.lab.startRun({ config: { ...config, epochs: 1000 } })
    const error = await failureOf(given.service.lab.startRun({ config }))
    expect(error).toMatchObject({ code: 'busy' })
    expect(error.message).toContain(runId)
    expect(await failureOf(given.service.lab.deleteRun({ runId }))).toMatchObject({ code: 'busy' })
    expect(given.service.activeRuns()).toEqual([runId])
    await given.service.lab.stopRun({ runId })
    expect(given.service.activeRuns()).toEqual([])
    expect((await given.service.lab.getRun({ runId })).summary.status).toEqual({ kind: 'stopped' })
  })

  test('a run that was stopped and resumed, or paused and resumed, ends with the weights of one that never was', async () => {
    const expected = await given.weightsHash(await trainToEnd({ ...long, seed: 3 }), longLastStep)

    const advanced = nextEvent(given.service, (event) => event.type === 'checkpoint')
    const { runId } = await given.service.lab.startRun({ config: { ...config, ...long, seed: 3 } })
    await advanced
    await given.service.lab.stopRun({ runId })
    const paused = nextEvent(given.service, (event) => event.type === 'paused')
    const ended = nextEvent(given.service, isEnd)
    await given.service.lab.resumeRun({ runId })
    await given.service.lab.pauseRun({ runId })
    await paused
    expect((await given.service.lab.getRun({ runId })).summary.status).toEqual({ kind: 'paused' })
    const resumed = nextEvent(given.service, (event) => event.type === 'resumed')
    await given.service.lab.resumeRun({ runId })
    await resumed
    expect(await ended).toMatchObject({ outcome: { kind: 'finished' } })
    expect(await given.weightsHash(runId, longLastStep)).toBe(expected)
  })

  test('a run that was stopped before its first step has nothing to evaluate, and starts again', async () => {
    const { runId } = await given.service.lab.startRun({ config })
    await given.service.lab.stopRun({ runId })
    expect((await given.service.lab.getRun({ runId })).summary).toMatchObject({
      status: { kind: 'stopped' },
      step: 0
    })
    expect(await failureOf(given.service.lab.evaluateRun({ runId }))).toMatchObject({ code: 'not-found' })
    const ended = nextEvent(given.service, isEnd)
    await given.service.lab.resumeRun({ runId })
    expect(await ended).toMatchObject({ step: lastStep, outcome: { kind: 'finished' } })
    expect(await failureOf(given.service.lab.resumeRun({ runId }))).toMatchObject({ code: 'invalid-input' })
  })

  test('the learning rate changes from the next step on and is kept with the checkpoint', async () => {
    const started = nextEvent(given.service, (event) => event.type === 'progress')
    const { runId } = await given.service.lab.startRun({ config: { ...config, epochs: 1000 } })
    await started
    const changed = nextEvent(given.service, (event) => event.type === 'learningRateChanged')
    await given.service.lab.setLearningRate({ runId, learningRate: 0.0005 })
    expect(await changed).toMatchObject({ learningRate: 0.0005 })
    await given.service.lab.stopRun({ runId })
    const step = (await checkpointSteps(given.runFolder(runId))).at(-1) ?? -1
    const { position } = await readCheckpoint(given.checkpointFolder(runId, step))
    expect(position).toMatchObject({ step, learningRate: 0.0005 })
  })

  test('a run with a line for every step and many checkpoints loses none of them to a stop', async () => {
    const many = nextEvent(given.service, (event) => event.type === 'log' && event.step > 3000)
    const { runId } = await given.service.lab.startRun({
      config: { ...config, epochs: 1000, logEvery: 1, checkpointEvery: 20 }
    })
    await many
    await given.service.lab.stopRun({ runId })
    const { summary, events: story } = await given.service.lab.getRun({ runId })
    expect(summary.status).toEqual({ kind: 'stopped' })
    const lines = story.flatMap((event) => (event.type === 'log' ? [event.step] : []))
    expect(lines).toEqual(Array.from({ length: summary.step }, (_, i) => i + 1))
    const onDisk = await checkpointSteps(given.runFolder(runId))
    expect(onDisk.at(-1)).toBe(summary.step)
    expect(onDisk.length).toBeLessThan(40)
    expect([...foldRun(newRun, story).checkpoints]).toEqual(onDisk)
    expect(summary.checkpointBytes).toBeGreaterThan(onDisk.length * 100_000)
  })

  test('closing the lab stops the training and keeps what was trained', async () => {
    const progress = nextEvent(given.service, (event) => event.type === 'progress' && event.step > 10)
    const { runId } = await given.service.lab.startRun({ config: { ...config, epochs: 1000 } })
    await progress
    await given.reopen()
    const { summary } = await given.service.lab.getRun({ runId })
    expect(summary.status).toEqual({ kind: 'stopped' })
    expect((await checkpointSteps(given.runFolder(runId))).at(-1)).toBe(summary.step)
  })
})

describe('a training process that is killed', () => {
  test('costs the run no more than what came after its last checkpoint', async () => {
    const expected = await given.weightsHash(await trainToEnd({ ...long, seed: 5 }), longLastStep)

    const saved = nextEvent(given.service, (event) => event.type === 'checkpoint')
    const ended = nextEvent(given.service, isEnd)
    // An engine by name: no other process is started to look for one, so that the file names the training's.
    const named = { ...config, ...long, seed: 5, engine: 'wasm' as const }
    const { runId } = await given.service.lab.startRun({ config: named })
    await saved
    process.kill(Number(await readFile(given.trainer.pidFile, 'utf8')), 'SIGKILL')
    expect(await ended).toMatchObject({
      outcome: {
        kind: 'interrupted',
        error: { code: 'trainer-crashed', message: 'The training process was ended by SIGKILL.' }
      }
    })
    const finished = nextEvent(given.service, isEnd)
    await given.service.lab.resumeRun({ runId })
    expect(await finished).toMatchObject({ outcome: { kind: 'finished' } })
    expect(await given.weightsHash(runId, longLastStep)).toBe(expected)
  })
})

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    // No such process.
    return false
  }
}

describe('a training process whose lab is gone', () => {
  test('writes a checkpoint and ends', async () => {
    const folder = await mkdtemp(join(given.root, 'orphan-'))
    const claim = await FolderClaim.take(folder)
    if (claim.kind !== 'taken') throw new Error('a new folder is free')
    const job = {
      kind: 'train',
      runFolder: folder,
      claim: claim.token,
      config: { ...config, epochs: 1000, checkpointEvery: 1_000_000 },
      dataset: { folder: given.datasetFolder, manifest: given.small.manifest },
      version: '0.0.0-test'
    }
    // A lab that starts a training and is killed by the system as soon as it hears of it.
    const lab = join(folder, 'lab.cjs')
    await writeFile(
      lab,
      `const trainer = require('node:child_process').fork(${JSON.stringify(given.trainer.trainerFile)}, [], {
         serialization: 'advanced', execArgv: process.execArgv })
       trainer.send({ type: 'job', job: ${JSON.stringify(job)} })
       trainer.on('message', ({ events }) => {
         if (events.some(({ step }) => step > 10)) process.kill(process.pid, 'SIGKILL')
       })`
    )
    await once(spawn(process.execPath, [lab], { stdio: 'ignore' }), 'exit')
    const pid = Number(await readFile(given.trainer.pidFile, 'utf8'))
    await vi.waitUntil(() => !isRunning(pid), { timeout: 120_000 })
    expect((await checkpointSteps(folder)).at(-1)).toBeGreaterThan(10)
    await claim.release()
  })
})
