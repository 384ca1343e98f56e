import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { required } from '../../src/core/base/required'
import { type RunConfig, runConfig } from '../../src/core/settings/run-config'
import { startWeights } from '../../src/core/training/start-weights'
import type { NetworkChoice } from '../../src/lab/contract/network-choice'
import { makeSmallCifar } from '../small-cifar/make-small-cifar'
import { installSmallCifar } from './open-test-lab'
import { tensorFloats } from './tensor-floats'
import { testConfig, TestLab } from './test-lab'

const config: RunConfig = runConfig.parse({
  ...testConfig,
  epochs: 1,
  validationSplit: 0.2,
  model: {
    inputShape: [32, 32, 3],
    layers: [
      {
        type: 'conv2d',
        name: 'conv1',
        filters: 24,
        kernelSize: [2, 2],
        strides: [2, 2],
        padding: [0, 0],
        initialisation: 'whitening'
      },
      { type: 'relu', name: 'relu1' },
      { type: 'flatten', name: 'flatten' },
      { type: 'dense', name: 'fc1', units: 10 }
    ]
  }
})

let given: TestLab
beforeAll(async () => {
  given = await TestLab.make()
})
afterAll(() => given.remove())

test('a network that whitens starts with the same filters wherever it is looked at', async () => {
  const { train } = await given.dataset()
  const expected = startWeights(config, train)
  const filters = async (network: NetworkChoice): Promise<Float32Array> => {
    const { parameters } = await given.service.lab.getWeights({ network, names: ['conv1/kernel'] })
    return tensorFloats(required(parameters[0], 'the kernel'))
  }
  const layers = async (network: NetworkChoice): Promise<unknown> =>
    (await given.service.lab.inspectImage({ network, split: 'train', row: 0 })).layers

  const untrained = { kind: 'untrained', config } as const
  expect(await filters(untrained)).toEqual(expected[0]?.values)
  const drawn = await layers(untrained)

  const runId = await given.trainToEnd(config)
  const before = { kind: 'run', runId, step: 0 } as const
  expect(await filters(before)).toEqual(expected[0]?.values)
  expect(await layers(before)).toEqual(drawn)
  // The training process began with them as well, and moved them a little.
  const moved = (await filters({ kind: 'run', runId })).map((value, i) =>
    Math.abs(value - required(expected[0]?.values[i], 'a weight'))
  )
  expect(moved.reduce((most, one) => Math.max(most, one), 0)).toBeGreaterThan(0)
  expect(moved.reduce((most, one) => Math.max(most, one), 0)).toBeLessThan(0.2)
})

test('the first filters of a run are not computed from another data set', async () => {
  const runId = await given.trainToEnd(config)
  const second = await makeSmallCifar(join(given.root, 'other'), { seed: 2 })
  await installSmallCifar(given.dataFolder, { ...second, manifest: { ...second.manifest, id: 'other' } })
  await given.reopen()
  const { lab } = given.service
  await expect(lab.getWeights({ network: { kind: 'run', runId, step: 0 } })).rejects.toThrow(
    /belongs to Small CIFAR/
  )
  const { parameters } = await lab.getWeights({ network: { kind: 'run', runId } })
  expect(parameters).toHaveLength(4)
})
