import { describe, expect, test } from 'vitest'
import { classCount } from '../../src/core/model/infer-shapes'
import { initialWeights } from '../../src/core/model/initial-weights'
import { canFreeze } from '../../src/core/layers/layer-kinds'
import { setFrozen } from '../../src/core/layers/set-frozen'
import type { ModelSpec } from '../../src/core/model/model-spec'
import { defaultOptimizers } from '../../src/core/optimizers/optimizer-kinds'
import { Random } from '../../src/core/maths/random'
import { lessonConfig, type RunConfig } from '../../src/core/settings/run-config'
import { startPosition } from '../../src/core/training/train-job'
import { type TrainingState, untrainedState } from '../../src/core/model/weights'
import { referenceEngine } from '../../src/engine/reference/engine'
import { encodeCheckpointFile } from '../../src/lab/checkpoint/checkpoint-file'
import { decodeCheckpointFiles } from '../../src/lab/checkpoint/decode-checkpoint-files'
import { steadyRates } from '../engine-conformance/steady-rates'

const chain: ModelSpec = {
  inputShape: [6, 6, 2],
  layers: [
    { type: 'conv2d', name: 'conv', filters: 3, kernelSize: [3, 3], strides: [1, 1], padding: [0, 0] },
    { type: 'batchNorm', name: 'bn', momentum: 0.1, epsilon: 1e-5 },
    { type: 'relu', name: 'relu' },
    { type: 'flatten', name: 'flat' },
    { type: 'dropout', name: 'drop', rate: 0.4 },
    { type: 'dense', name: 'scores', units: 3 }
  ]
}
/** Dropout draws by its place among the layers, which a file has to keep. */
const branches: ModelSpec = {
  inputShape: [6, 6, 2],
  layers: [
    { type: 'dropout', name: 'first', rate: 0.2 },
    { type: 'conv2d', name: 'conv', filters: 2, kernelSize: [3, 3], strides: [1, 1], padding: [1, 1] },
    { type: 'dropout', name: 'second', rate: 0.3, inputs: ['image'] },
    { type: 'add', name: 'sum', inputs: ['second', 'conv'] },
    { type: 'batchNorm', name: 'bn', momentum: 0.1, epsilon: 1e-5 },
    { type: 'concatenate', name: 'both', inputs: ['bn', 'first', 'image'] },
    { type: 'flatten', name: 'flat' },
    { type: 'dense', name: 'scores', units: 3 }
  ]
}
const partlyFrozen: ModelSpec = {
  ...chain,
  layers: chain.layers.map((layer) =>
    canFreeze(layer.type) && layer.name !== 'scores' ? setFrozen(layer, true) : layer
  )
}
const steps = 3
const batchSize = 4

/** Some steps on random images, the same ones each time. */
async function trainOn(config: RunConfig, state: TrainingState): Promise<TrainingState> {
  const { model, optimizer, seed } = config
  const program = await referenceEngine.compile({ model, optimizer, batchSize, threads: 1, seed, state })
  const slot = program.createSlot(steps * batchSize)
  const random = Random.seeded(6)
  slot.images.forEach((_, i) => (slot.images[i] = random.nextBelow(256)))
  slot.labels.forEach((_, i) => (slot.labels[i] = random.nextBelow(classCount(model))))
  await program.train(
    slot,
    0,
    steps * batchSize,
    batchSize,
    steadyRates(optimizer, steps),
    new Float32Array(steps)
  )
  return program.readState()
}

describe.each([
  ['a chain', chain],
  ['branches', branches],
  ['frozen layers', partlyFrozen]
])('training of %s goes on from a checkpoint as if nothing had been between, to the bit', (_, model) => {
  test.each(Object.values(defaultOptimizers))('$type', async (optimizer) => {
    const config: RunConfig = { ...lessonConfig, model, optimizer, seed: 4_000_000_000 }
    const half = await trainOn(config, untrainedState(initialWeights(model, 1)))
    const file = encodeCheckpointFile({
      config,
      classes: ['a', 'b', 'c'],
      dataset: undefined,
      epoch: 1,
      position: { ...startPosition(optimizer.learningRate), step: half.step },
      state: half,
      versions: {}
    })
    const loaded = decodeCheckpointFiles([{ name: 'a.json', bytes: new TextEncoder().encode(file) }])
    expect(await trainOn(loaded.config, loaded.state)).toEqual(await trainOn(config, half))
  })
})
