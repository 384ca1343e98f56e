import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { RunConfig } from '../../src/core/settings/run-config'
import { checkpointSteps } from '../../src/lab/runs/run-folder'
import { isEnd, nextEvent } from './open-test-lab'
import { testConfig, TestLab } from './test-lab'

const config: RunConfig = {
  ...testConfig,
  flip: 'alternating',
  crop: 4,
  brightness: 0.2,
  contrast: 0.2,
  cutout: 8,
  seed: 7,
  epochs: 30,
  checkpointEvery: 50
}
const stepsPerEpoch = 125
const end = stepsPerEpoch * config.epochs

let given: TestLab
let expected = ''
beforeAll(async () => {
  given = await TestLab.make()
  expected = await given.weightsHash(await given.trainToEnd({ ...config, workers: 0 }), end)
})
afterAll(() => given.remove())
beforeEach(() => given.reopen())

test.each([1, 3])('%i loader workers give the weights of none, to the bit', async (workers) => {
  expect(await given.weightsHash(await given.trainToEnd({ ...config, workers }), end)).toBe(expected)
})

test('without augmentation, and with another seed, the weights are other ones', async () => {
  const plain = await given.trainToEnd({ ...testConfig, seed: 7, epochs: 30 })
  expect(await given.weightsHash(plain, end)).not.toBe(expected)
})

test.each([0, 3])(
  'stopped in the middle of an epoch and resumed, a run with %i workers ends with the same weights',
  async (workers) => {
    const { lab } = given.service
    const reached = nextEvent(given.service, (event) => event.type === 'checkpoint')
    const { runId } = await lab.startRun({ config: { ...config, workers } })
    await reached
    const paused = nextEvent(given.service, (event) => event.type === 'paused')
    await lab.pauseRun({ runId })
    await paused
    // One step more where the pause came right at the end of an epoch.
    if ((await lab.getRun({ runId })).summary.step % stepsPerEpoch === 0) {
      const stepped = nextEvent(given.service, (event) => event.type === 'stepped')
      await lab.stepRun({ runId })
      await stepped
    }
    await lab.stopRun({ runId })
    const step = (await checkpointSteps(given.runFolder(runId))).at(-1) ?? -1
    expect(step % stepsPerEpoch).toBeGreaterThan(0)
    const ended = nextEvent(given.service, isEnd)
    await lab.resumeRun({ runId })
    expect(await ended).toMatchObject({ outcome: { kind: 'finished' } })
    expect(await given.weightsHash(runId, end)).toBe(expected)
  }
)
