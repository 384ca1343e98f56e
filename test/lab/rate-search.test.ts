import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { lessonModel } from '../../src/core/model/lesson-model'
import type { RunConfig } from '../../src/core/settings/run-config'
import { isEnd, nextEvent } from './open-test-lab'
import { testConfig, TestLab } from './test-lab'

const config: RunConfig = { ...testConfig, batchSize: 16 }

let given: TestLab
beforeAll(async () => {
  given = await TestLab.make()
})
afterAll(() => given.remove())
beforeEach(() => given.reopen())

/** Told steps of the search that begins next. */
function watchProgress(): { readonly told: number[]; readonly first: Promise<void> } {
  const told: number[] = []
  const first = new Promise<void>((resolve) => {
    given.service.subscribe((notice) => {
      if (notice.event !== 'rateSearch') return
      told.push(notice.data.done)
      resolve()
    })
  })
  return { told, first }
}

/** Without what the lab and its runs hold for as long as they are open. */
async function filesIn(folder: string): Promise<Map<string, string>> {
  const files = new Map<string, string>()
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.name === 'owner') continue
    if (entry.isDirectory()) for (const [name, bytes] of await filesIn(path)) files.set(name, bytes)
    else if (entry.isFile()) files.set(path, await readFile(path, 'base64'))
  }
  return files
}

describe('a search for a learning rate', () => {
  test('names one well below the rate with the lowest loss, gives the same curve again, and writes nothing', async () => {
    await given.trainToEnd({ ...config, epochs: 1 })
    // Once it is closed, all that a run leaves is written.
    await given.reopen()
    const { lab } = given.service
    const before = await filesIn(given.dataFolder)
    const { told, first } = watchProgress()
    const found = await lab.findRate({ config })
    await first
    expect(told[0]).toBe(0)
    expect(found).toMatchObject({ steps: 1000, device: { engine: 'wasm' } })
    const { named, points } = found
    expect(points[0]).toMatchObject({ rate: 1e-6 })
    expect(points.every(({ rate }, i) => i === 0 || rate > (points[i - 1]?.rate ?? Infinity))).toBe(true)
    if (named.kind !== 'found') throw new Error(named.reason)
    const lowest = points.reduce((a, b) => (b.smoothed < a.smoothed ? b : a))
    expect(named.limit).toBe(Number(lowest.rate.toPrecision(2)))
    expect(named.rate).toBe(Number((lowest.rate / 8).toPrecision(2)))
    expect(await lab.findRate({ config })).toEqual(found)
    expect(await filesIn(given.dataFolder)).toEqual(before)
  })

  test('goes by the settings: batches, optimizer, augmentation, clipping, smoothing and weights of classes', async () => {
    const { lab } = given.service
    const usual = await lab.findRate({ config })
    const changes: Partial<RunConfig>[] = [
      { seed: 2 },
      { flip: 'random' },
      { clip: 0.01 },
      { labelSmoothing: 0.1 },
      { classWeights: 'balanced', trainImages: 90 },
      { schedule: 'cosine', warmup: 0.1, optimizer: { ...testConfig.optimizer, learningRate: 0.01 } }
    ]
    const same: boolean[] = []
    for (const change of changes) {
      const { points } = await lab.findRate({ config: { ...config, ...change } })
      same.push(JSON.stringify(points) === JSON.stringify(usual.points))
    }
    // The rate and its schedule are what the search leaves out.
    expect(same).toEqual([false, false, false, false, false, true])
  })

  test('leaves the weights of a run in training as they are', async () => {
    const { lab } = given.service
    const long = { ...config, epochs: 20, checkpointEvery: 100_000 }
    const alone = await given.trainToEnd(long)
    const ended = nextEvent(given.service, isEnd)
    const { runId } = await lab.startRun({ config: long })
    let searches = 0
    const run = { over: false }
    void ended.then(() => (run.over = true))
    while (!run.over) {
      await lab.findRate({ config })
      searches += 1
    }
    expect(searches).toBeGreaterThan(0)
    const step = 20 * Math.ceil(500 / 16)
    expect(await given.weightsHash(runId, step)).toBe(await given.weightsHash(alone, step))
    expect((await lab.listRuns({})).runs.map((run) => run.status.kind)).not.toContain('interrupted')
  })

  test('is cancelled, goes on once at a time, and can be repeated', async () => {
    const { lab } = given.service
    const { first } = watchProgress()
    const search = lab.findRate({ config: { ...config, batchSize: 1 } })
    const outcome = expect(search).rejects.toMatchObject({ code: 'cancelled' })
    await expect(lab.findRate({ config })).rejects.toMatchObject({ code: 'busy' })
    await first
    await lab.cancelRateSearch({})
    await outcome
    // With none under way there is nothing to cancel.
    await lab.cancelRateSearch({})
    expect((await lab.findRate({ config })).points.length).toBeGreaterThan(0)
  })

  test('is cancelled before its process has begun', async () => {
    const { lab } = given.service
    const search = lab.findRate({ config })
    const outcome = expect(search).rejects.toMatchObject({ code: 'cancelled' })
    await lab.cancelRateSearch({})
    await outcome
  })

  test('ends where the network diverges', async () => {
    const { lab } = given.service
    const { points, steps } = await lab.findRate({
      config: { ...config, batchSize: 4, optimizer: { ...testConfig.optimizer, type: 'sgd', momentum: 0.99 } }
    })
    expect(points.length).toBeLessThan(steps)
    expect(points.every(({ loss, smoothed }) => Number.isFinite(loss) && Number.isFinite(smoothed))).toBe(
      true
    )
  })

  test('refuses settings that no run can start with', async () => {
    const { lab } = given.service
    const cannot: Partial<RunConfig>[] = [
      { warmup: 2 },
      { patience: 2, validationSplit: 0 },
      { model: { ...lessonModel, inputShape: [28, 28, 1] } },
      { batchSize: 0 }
    ]
    for (const change of cannot) {
      await expect(lab.findRate({ config: { ...config, ...change } })).rejects.toMatchObject({
        code: 'invalid-input'
      })
    }
    // None of them stays in the way.
    expect((await lab.findRate({ config })).steps).toBe(1000)
  })
})
