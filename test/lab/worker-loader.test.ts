import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { BatchSlot } from '../../src/core/engine/engine'
import { augmentationOf } from '../../src/core/augmentation/augmentation'
import { lessonConfig } from '../../src/core/settings/run-config'
import { prepare, type TrainingImages } from '../../src/core/training/loader'
import { Random } from '../../src/core/maths/random'
import { WorkerLoader } from '../../src/trainer/loading/worker-loader'
import { buildTrainer } from './build-trainer'

let root = ''
let file = ''
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'tenfold-loader-'))
  await buildTrainer(root)
  file = join(root, 'loader-worker.cjs')
})
afterAll(() => rm(root, { recursive: true, force: true }))

const count = 200
const capacity = 32
const imageBytes = 4 * 4 * 3

/** @param crop 0 leaves the images as they are */
function randomImages(crop: number): TrainingImages {
  const random = Random.seeded(1)
  const images = new Uint8Array(new SharedArrayBuffer(count * imageBytes))
  for (let i = 0; i < images.length; i++) images[i] = random.nextBelow(256)
  const labels = new Uint16Array(new SharedArrayBuffer(count * 2))
  for (let row = 0; row < count; row++) labels[row] = random.nextBelow(10)
  const set = { images, labels, count, shape: [4, 4, 3] } as const
  return { set, augmentation: augmentationOf({ ...lessonConfig, crop }) }
}

function slot(buffer: (bytes: number) => ArrayBufferLike): BatchSlot {
  return {
    images: new Uint8Array(buffer(capacity * imageBytes)),
    labels: new Uint16Array(buffer(capacity * 2)),
    indices: new Uint32Array(buffer(capacity * 4))
  }
}

const memories = [
  ['shared memory', (bytes: number) => new SharedArrayBuffer(bytes)],
  ['memory of one thread', (bytes: number) => new ArrayBuffer(bytes)]
] as const

describe.each(memories)('with slots in %s', (_, buffer) => {
  test.each([
    [1, 0],
    [3, 0],
    [3, 2]
  ])('%i loader workers fill overlapping slots as one thread would, crop %i', async (workers, crop) => {
    const images = randomImages(crop)
    const loader = new WorkerLoader(file, images, workers)
    const random = Random.seeded(2)
    const jobs = Array.from({ length: 12 }, (_unused, i) => ({
      epoch: i % 4,
      slot: slot(buffer),
      // Views into one array, as an epoch's order is handed out; the last is short.
      rows: random
        .shuffle(Uint32Array.from({ length: count }, (_row, row) => row))
        .subarray(3, 3 + (i === 11 ? 5 : capacity))
    }))
    await Promise.all(jobs.map((job) => loader.fill(job.slot, job.rows, job.epoch)))
    await loader.dispose()
    for (const job of jobs) {
      const expected = slot(buffer)
      prepare(images, job.rows, job.epoch, expected)
      expect(job.slot).toEqual(expected)
    }
  })
})

test('workers take turns, also where each slot is filled before the next is asked for', async () => {
  const filled: number[] = []
  const loader = new WorkerLoader(file, randomImages(0), 3, (worker) => filled.push(worker))
  await loader.ready
  for (let i = 0; i < 6; i++) {
    await loader.fill(
      slot((bytes) => new SharedArrayBuffer(bytes)),
      Uint32Array.of(i),
      0
    )
  }
  await loader.dispose()
  expect(filled).toEqual([0, 1, 2, 0, 1, 2])
})

test('a worker that cannot work fails this fill and all later ones, instead of leaving them open', async () => {
  const loader = new WorkerLoader(join(root, 'missing.cjs'), randomImages(0), 1)
  const fill = (): Promise<void> =>
    loader.fill(
      slot((bytes) => new SharedArrayBuffer(bytes)),
      Uint32Array.of(1),
      0
    )
  await expect(fill()).rejects.toMatchObject({ code: 'internal' })
  await expect(loader.ready).rejects.toMatchObject({ code: 'internal' })
  await expect(fill()).rejects.toMatchObject({ code: 'internal' })
  await loader.dispose()
})
