import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Dataset } from '../../src/core/data/image-set'
import { crossEntropy } from '../../src/core/maths/softmax'
import type { RunConfig } from '../../src/core/settings/run-config'
import { runRows } from '../../src/core/training/batch-order'
import { gather } from '../../src/core/training/loader'
import type { LossSurfaceNotice, SurfaceDirections } from '../../src/lab/contract/loss-surface'
import { sampleEvenly } from '../../src/trainer/jobs/sample-evenly'
import { lastStep, testConfig, TestLab } from './test-lab'
import { wasmProgram } from './wasm-program'

const config = testConfig

let given: TestLab
let dataset: Dataset
/** Trained once, looked at by many. */
let trained = ''
beforeAll(async () => {
  given = await TestLab.make()
  dataset = await given.dataset()
  trained = await given.trainToEnd(config)
})
afterAll(() => given.remove())
beforeEach(() => given.reopen())

const trainToEnd = (changes: Partial<RunConfig> = {}): Promise<string> =>
  given.trainToEnd({ ...config, ...changes })

describe('a loss surface', () => {
  const told: LossSurfaceNotice['progress'][] = []
  function watch(runId: string): Promise<LossSurfaceNotice['progress']> {
    told.length = 0
    return new Promise((resolve) => {
      const unsubscribe = given.service.subscribe((notice) => {
        if (notice.event !== 'lossSurface' || notice.data.runId !== runId) return
        const { progress } = notice.data
        told.push(progress)
        if (progress.kind === 'computing') return
        unsubscribe()
        resolve(progress)
      })
    })
  }
  async function compute(directions: SurfaceDirections, size = 5, images = 230) {
    const over = watch(trained)
    await given.service.lab.computeLossSurface({ runId: trained, directions, size, images })
    expect(await over).toEqual({ kind: 'ready' })
    const { surface } = await given.service.lab.getLossSurface({ runId: trained, directions })
    if (surface === undefined) throw new Error('no surface')
    return surface
  }
  async function engineLoss(step: number, images: number): Promise<number> {
    const program = await wasmProgram(given.checkpointFolder(trained, step))
    const rows = sampleEvenly(runRows(config, dataset.train.count).train, images)
    const slot = program.createSlot(images)
    gather(dataset.train, rows, slot)
    const logits = new Float32Array(images * 10)
    await program.predict(slot, images, logits)
    await program.dispose()
    const losses = Array.from(rows, (row, i) =>
      crossEntropy(logits.subarray(i * 10, i * 10 + 10), dataset.train.labels[row] ?? 0)
    )
    return losses.reduce((sum, loss) => sum + loss, 0) / images
  }

  test.each(['random', 'principal'] as const)(
    'in %s directions has the loss of the run’s weights in its middle, and its way on it',
    async (directions) => {
      const { x, y, loss, path, explained, step, images } = await compute(directions)
      expect(step).toBe(lastStep)
      expect(images).toBe(230)
      expect(loss.map((row) => row.length)).toEqual([5, 5, 5, 5, 5])
      expect([x[2], y[2]]).toEqual([0, 0])
      expect(loss[2]?.[2]).toBeCloseTo(await engineLoss(lastStep, images), 6)
      expect(path.map((point) => point.step)).toEqual([0, 40, 80, 120, 125, 165, 205, 245, 250])
      expect(path[1]?.loss).toBeCloseTo(await engineLoss(40, images), 6)
      expect(path.at(-1)).toMatchObject({ x: 0, y: 0 })
      expect(path[0]?.loss).toBeGreaterThan(path.at(-1)?.loss ?? Infinity)
      expect(explained?.plane).toBeLessThanOrEqual(1)
      expect(told.at(-2)).toEqual({ kind: 'computing', done: 25 + 9, total: 25 + 9 })
      expect(
        (await given.service.lab.getLossSurface({ runId: trained, directions })).computing
      ).toBeUndefined()
    }
  )

  test('in principal directions shows nearly all of the way, all of it within the plane’s borders', async () => {
    const { x, y, path, explained } = await compute('principal')
    const [first = 0, second = 0] = explained?.directions ?? []
    expect(first).toBeGreaterThan(second)
    expect(first + second).toBeCloseTo(explained?.plane ?? NaN, 4)
    expect(first + second).toBeGreaterThan(0.9)
    expect(path[0]?.x).toBeGreaterThan(0)
    for (const point of path) {
      expect(Math.abs(point.x)).toBeLessThan(x.at(-1) ?? 0)
      expect(Math.abs(point.y)).toBeLessThan(y.at(-1) ?? 0)
    }
  })

  test('is cancelled at once, keeps the one before, and is computed once at a time', async () => {
    const before = await compute('random', 3, 10)
    const over = watch(trained)
    const large = { runId: trained, directions: 'random' as const, size: 41, images: 500 }
    await given.service.lab.computeLossSurface(large)
    await expect(given.service.lab.computeLossSurface(large)).rejects.toMatchObject({ code: 'busy' })
    await expect(given.service.lab.deleteRun({ runId: trained })).rejects.toMatchObject({ code: 'busy' })
    await vi.waitUntil(() => told.length > 0, { timeout: 120_000 })
    const { computing } = await given.service.lab.getLossSurface({ runId: trained, directions: 'random' })
    expect(computing?.total).toBe(41 * 41 + 9)
    await given.service.lab.cancelLossSurface({ runId: trained })
    expect(await over).toEqual({ kind: 'cancelled' })
    expect(await given.service.lab.getLossSurface({ runId: trained, directions: 'random' })).toEqual({
      surface: before
    })
  })

  test('of a run with too few checkpoints is refused in words', async () => {
    const runId = await trainToEnd({ checkpointEvery: 1000, epochs: 1 })
    const request = { runId, size: 3, images: 10 }
    const principal = given.service.lab.computeLossSurface({ ...request, directions: 'principal' })
    await expect(principal).rejects.toMatchObject({ code: 'invalid-input' })
    await expect(principal).rejects.toThrow('at least 3')
    const over = watch(runId)
    await given.service.lab.computeLossSurface({ ...request, directions: 'random' })
    expect(await over).toEqual({ kind: 'ready' })
  })
})
