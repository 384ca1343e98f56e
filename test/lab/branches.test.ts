import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunConfig } from '../../src/core/settings/run-config'
import { readCheckpoint } from '../../src/lab/checkpoint/read-checkpoint'
import { lastStep, testConfig, TestLab } from './test-lab'
import { tensorFloats } from './tensor-floats'

const config: RunConfig = {
  ...testConfig,
  engine: 'reference',
  model: {
    inputShape: [32, 32, 3],
    layers: [
      { type: 'maxPool2d', name: 'pool1', poolSize: [4, 4], strides: [4, 4] },
      { type: 'conv2d', name: 'conv1', filters: 3, kernelSize: [3, 3], strides: [1, 1], padding: [1, 1] },
      { type: 'add', name: 'add1', inputs: ['conv1', 'pool1'] },
      { type: 'averagePool2d', name: 'pool2', poolSize: [4, 4], strides: [4, 4], inputs: ['image'] },
      { type: 'concatenate', name: 'concat1', inputs: ['add1', 'pool2', 'pool1'] },
      { type: 'flatten', name: 'flatten1' },
      { type: 'dense', name: 'fc1', units: 10 }
    ]
  }
}

let given: TestLab
beforeAll(async () => {
  given = await TestLab.make()
})
afterAll(() => given.remove())

test('a network with branches is trained, kept, looked into and reported', async () => {
  const runId = await given.trainToEnd(config)
  const kept = await readCheckpoint(given.checkpointFolder(runId, lastStep))
  expect(kept.config.model).toEqual(config.model)
  await given.reopen()

  const seen = await given.service.lab.inspectImage({
    network: { kind: 'run', runId },
    split: 'test',
    row: 3
  })
  const [pooled, convolved, sum, mean, both] = seen.layers.map(tensorFloats)
  expect(sum).toEqual(convolved?.map((value, i) => value + (pooled?.[i] ?? NaN)))
  expect(both?.slice(0, 9)).toEqual(
    Float32Array.of(...[sum, mean, pooled].flatMap((values) => [...(values?.slice(0, 3) ?? [])]))
  )
  expect([...tensorFloats(seen.layers.at(-1) ?? { values: '' })]).toEqual(seen.logits)

  const { file } = await given.service.lab.exportReport({ runId, format: 'html' })
  expect(Buffer.from(file.content, 'base64').toString()).toContain(
    'concatenate, takes add1, pool2, and pool1'
  )
})
