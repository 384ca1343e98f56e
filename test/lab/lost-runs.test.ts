import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { lessonConfig, type RunConfig } from '../../src/core/settings/run-config'
import type { LabService } from '../../src/lab/contract/host'
import { makeSmallCifar } from '../small-cifar/make-small-cifar'
import { buildTrainer } from './build-trainer'
import { installSmallCifar, isEnd, nextEvent, openTestLab } from './open-test-lab'

const config: RunConfig = { ...lessonConfig, workers: 0, epochs: 1000, checkpointEvery: 40, engine: 'wasm' }

let root = ''
let dataFolder = ''
let trainerFile = ''
let service: LabService
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'tenfold-lost-'))
  dataFolder = join(root, 'data')
  trainerFile = (await buildTrainer(join(root, 'out'))).trainerFile
  await installSmallCifar(dataFolder, await makeSmallCifar(root))
})
afterAll(() => rm(root, { recursive: true, force: true }))
beforeEach(async () => {
  service = await openTestLab(dataFolder, trainerFile)
})
afterEach(() => service.close())

const runs = (): Promise<string[]> => readdir(join(dataFolder, 'runs'))

test('a training whose folder is removed fails with the reason, and nothing of it comes back', async () => {
  const saved = nextEvent(service, (event) => event.type === 'checkpoint')
  const ended = nextEvent(service, isEnd)
  const { runId } = await service.lab.startRun({ config })
  await saved
  await rm(join(dataFolder, 'runs'), { recursive: true, maxRetries: 10 })
  expect(await ended).toMatchObject({ outcome: { kind: 'failed', error: { code: 'storage' } } })
  await expect.poll(() => service.lab.listRuns({}), { timeout: 120_000 }).toEqual({ runs: [] })
  await expect(service.lab.getRun({ runId })).rejects.toMatchObject({ code: 'not-found' })
})

test('two labs that resume one run at once: one trains it, the other is told who does', async () => {
  const progress = nextEvent(service, (event) => event.type === 'progress')
  const { runId } = await service.lab.startRun({ config })
  await progress
  await service.lab.stopRun({ runId })
  const other = await openTestLab(dataFolder, trainerFile)
  try {
    const both = [service, other]
    const answers = await Promise.allSettled(both.map(({ lab }) => lab.resumeRun({ runId })))
    const [refused] = answers.flatMap((answer): unknown[] =>
      answer.status === 'rejected' ? [answer.reason] : []
    )
    expect(refused).toMatchObject({ code: 'busy' })
    expect(String(refused)).toContain('another Tenfold')
    expect(both.flatMap((lab) => lab.activeRuns())).toEqual([runId])
  } finally {
    await other.close()
  }
})

test('a checkpoint file that cannot be evaluated leaves no run; one that can leaves one', async () => {
  const progress = nextEvent(service, (event) => event.type === 'progress')
  const { runId } = await service.lab.startRun({ config })
  await progress
  await service.lab.stopRun({ runId })
  const { file } = await service.lab.saveCheckpoint({ runId })
  const files = [{ name: file.fileName, content: file.content }]
  const before = await runs()

  const broken = await openTestLab(dataFolder, join(root, 'no-such-trainer.cjs'))
  await expect(broken.lab.evaluateCheckpoint({ files })).rejects.toMatchObject({ code: 'trainer-crashed' })
  await broken.close()
  expect(await runs()).toEqual(before)

  const endless = join(root, 'endless-trainer.cjs')
  await writeFile(
    endless,
    `const error = { code: 'cancelled', message: 'Cancelled.', hint: 'Begin again.' }
     process.on('message', ({ type }) => {
       if (type === 'control') process.send({ type: 'failed', error }, () => process.exit(1))
     })`
  )
  const cancelled = await openTestLab(dataFolder, endless)
  const evaluation = cancelled.lab.evaluateCheckpoint({ files })
  const failure = expect(evaluation).rejects.toMatchObject({ code: 'cancelled' })
  await expect.poll(runs, { timeout: 120_000 }).toHaveLength(before.length + 1)
  await cancelled.close()
  await failure
  expect(await runs()).toEqual(before)

  const kept = await service.lab.evaluateCheckpoint({ files })
  const { summary } = await service.lab.getRun({ runId: kept.runId })
  expect(summary).toMatchObject({ status: { kind: 'imported' } })
  expect(summary.accuracy).toBeDefined()
})

// A disk of a few megabytes; only root may mount one.
const small = process.getuid?.() === 0 && process.platform === 'linux'

test.skipIf(!small)(
  'a disk that fills up ends the training with the reason, and the run goes on when there is room',
  async () => {
    await service.close()
    const runsFolder = join(dataFolder, 'runs')
    await rm(runsFolder, { recursive: true, force: true })
    await mkdir(runsFolder)
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=6m', 'tmpfs', runsFolder])
    expect(mounted.status).toBe(0)
    try {
      service = await openTestLab(dataFolder, trainerFile)
      const saved = nextEvent(service, (event) => event.type === 'checkpoint')
      const ended = nextEvent(service, isEnd)
      const { runId } = await service.lab.startRun({ config })
      await saved
      const ballast = join(runsFolder, 'ballast')
      await writeFile(ballast, Buffer.alloc(8_000_000)).catch(() => undefined)
      expect(await ended).toMatchObject({ outcome: { kind: 'failed', error: { code: 'storage' } } })

      // Nothing is free any more, and still nobody calls it a training.
      await service.close()
      service = await openTestLab(dataFolder, trainerFile)
      const { runs: listed } = await service.lab.listRuns({})
      expect(listed).toHaveLength(1)
      expect(['failed', 'interrupted']).toContain(listed[0]?.status.kind)

      await rm(ballast)
      const progress = nextEvent(service, (event) => event.type === 'progress')
      await service.lab.resumeRun({ runId })
      await progress
      await service.lab.stopRun({ runId })
      expect((await service.lab.getRun({ runId })).summary.status).toEqual({ kind: 'stopped' })
    } finally {
      await service.close()
      spawnSync('umount', [runsFolder])
    }
  }
)
