import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunConfig } from '../../src/core/settings/run-config'
import { isEnd, nextEvent } from './open-test-lab'
import { testConfig, TestLab } from './test-lab'

/** So few images that no two classes need have as many. */
const plain: RunConfig = {
  ...testConfig,
  validationSplit: 0.3,
  trainImages: 77,
  epochs: 3,
  seed: 5,
  threads: 1
}
const end = Math.ceil(77 / 4) * 3
const config: RunConfig = { ...plain, classWeights: 'balanced', labelSmoothing: 0.1, clip: 0.4 }

let given: TestLab
const hashOf = async (own: RunConfig): Promise<string> => given.weightsHash(await given.trainToEnd(own), end)
beforeAll(async () => {
  given = await TestLab.make()
})
afterAll(() => given.remove())

test('class weights, label smoothing and clipping each change what a run learns', async () => {
  const hashes = [plain, config]
  for (const one of ['classWeights', 'labelSmoothing', 'clip'] as const) {
    hashes.push({ ...config, [one]: plain[one] })
  }
  const all = []
  for (const own of hashes) all.push(await hashOf(own))
  expect(new Set(all).size).toBe(hashes.length)
})

test('two threads, and a run that was stopped and resumed, give the same weights to the bit', async () => {
  const expected = await hashOf(config)
  expect(await hashOf({ ...config, threads: 2 })).toBe(expected)
  const { lab } = given.service
  const paused = nextEvent(given.service, ({ type }) => type === 'paused')
  const { runId } = await lab.startRun({ config, paused: true })
  await paused
  for (let step = 0; step < 3; step++) {
    const stepped = nextEvent(given.service, ({ type }) => type === 'stepped')
    await lab.stepRun({ runId })
    await stepped
  }
  await lab.stopRun({ runId })
  const ended = nextEvent(given.service, isEnd)
  await lab.resumeRun({ runId })
  expect(await ended).toMatchObject({ outcome: { kind: 'finished' } })
  expect(await given.weightsHash(runId, end)).toBe(expected)
})

test('a class without an image to train on is named', async () => {
  const runId = await given.trainToEnd({ ...config, trainImages: 4 })
  const told = (await given.events(runId)).flatMap((event) =>
    event.type === 'ended' && event.outcome.kind === 'failed' ? event.outcome.error.message : []
  )
  expect(told).toEqual([expect.stringMatching(/is of the class \w+, so no weight/)])
})
