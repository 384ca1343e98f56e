import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accuracy } from '../../src/core/run/evaluation'
import { lessonConfig } from '../../src/core/settings/run-config'
import { makeSmallCifar } from '../small-cifar/make-small-cifar'
import { buildTrainer } from './build-trainer'
import { installSmallCifar, isEnd, nextEvent, openTestLab } from './open-test-lab'

let root = ''
let dataFolder = ''
let trainerFile = ''
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'tenfold-unrecorded-'))
  dataFolder = join(root, 'data')
  trainerFile = (await buildTrainer(join(root, 'out'))).trainerFile
  await installSmallCifar(dataFolder, await makeSmallCifar(root))
})
afterAll(() => rm(root, { recursive: true, force: true }))

function mount(...args: readonly string[]): void {
  expect(spawnSync('mount', args).status).toBe(0)
}

async function fill(disk: string): Promise<void> {
  await writeFile(join(disk, 'ballast'), Buffer.alloc(8_000_000)).catch(() => undefined)
}

function makeReadOnly(disk: string): Promise<void> {
  mount('-o', 'remount,ro', disk)
  return Promise.resolve()
}

// Only root may mount a disk of a few megabytes.
describe.skipIf(process.getuid?.() !== 0 || process.platform !== 'linux')('an evaluation on', () => {
  test.each([
    ['a full disk', /full/, fill],
    ['a read-only disk', /read-only/, makeReadOnly]
  ])('%s gives its result, says that it is not recorded, and changes nothing', async (_, why, spoil) => {
    const disk = join(dataFolder, 'runs')
    await rm(disk, { recursive: true, force: true })
    await mkdir(disk)
    mount('-t', 'tmpfs', '-o', 'size=6m', 'tmpfs', disk)
    try {
      let service = await openTestLab(dataFolder, trainerFile)
      const ended = nextEvent(service, isEnd)
      const { runId } = await service.lab.startRun({ config: { ...lessonConfig, workers: 0, epochs: 1 } })
      await ended
      const before = await service.lab.evaluateRun({ runId })
      expect(before.unkept).toBeUndefined()
      await service.close()

      await spoil(disk)
      service = await openTestLab(dataFolder, trainerFile)
      const { events } = await service.lab.getRun({ runId })
      const result = await service.lab.evaluateRun({ runId })
      expect(accuracy(result.evaluation)).toBe(accuracy(before.evaluation))
      expect(result.unkept?.code).toBe('storage')
      expect(result.unkept?.message).toMatch(why)
      expect((await service.lab.getRun({ runId })).events).toEqual(events)
      await service.close()
    } finally {
      spawnSync('umount', ['--lazy', disk])
    }
  })
})
