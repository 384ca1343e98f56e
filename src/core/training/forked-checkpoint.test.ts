import { expect, test } from 'vitest'
import { lessonDataset } from '../data/lesson-dataset'
import { initialWeights } from '../model/initial-weights'
import { trainableShapes } from '../model/infer-shapes'
import { defaultOptimizers } from '../optimizers/optimizer-kinds'
import { lessonConfig, type RunConfig } from '../settings/run-config'
import type { Checkpoint } from './checkpoint'
import { forkedCheckpoint } from './forked-checkpoint'

const { model } = lessonConfig
const checkpoint: Checkpoint = {
  config: lessonConfig,
  classes: lessonDataset.classes,
  dataset: lessonDataset,
  epoch: 1,
  position: {
    step: 7,
    runningLoss: { sum: 3, count: 2 },
    point: { sum: 4, count: 3 },
    trainMs: 1,
    waitMs: 0,
    learningRate: 0.001
  },
  state: {
    weights: initialWeights(model, 1, new Uint8Array(0)),
    optimizerState: [
      trainableShapes(model).map(({ shape }) => new Float32Array(shape.reduce((a, b) => a * b)).fill(0.5))
    ],
    step: 7,
    optimizerSteps: 7
  },
  versions: {}
}
const forked = (changes: Partial<RunConfig>, lastPoint = 4): Checkpoint =>
  forkedCheckpoint(checkpoint, { ...lessonConfig, ...changes }, lastPoint, false)

test('with nothing changed it is the checkpoint of the parent', () => {
  expect(forked({})).toEqual(checkpoint)
})

test('the optimizer keeps its values for the same parameters, whatever its knobs, and for no others', () => {
  const faster = { ...lessonConfig.optimizer, learningRate: 0.1, momentum: 0.5 }
  expect(forked({ optimizer: faster })).toMatchObject({
    state: checkpoint.state,
    position: { learningRate: 0.1 }
  })
  const lost = { weights: checkpoint.state.weights, optimizerState: [], step: 7, optimizerSteps: 0 }
  expect(forked({ optimizer: defaultOptimizers.adam }).state).toEqual(lost)
  const frozen = {
    ...model,
    layers: model.layers.map((layer) => (layer.type === 'conv2d' ? { ...layer, frozen: true } : layer))
  }
  expect(forked({ model: frozen }).state).toEqual(lost)
})

test('no loss counts twice, and none in a mean over another number of steps', () => {
  const none = { sum: 0, count: 0 }
  expect(forked({ logEvery: 10 }).position).toEqual({ ...checkpoint.position, runningLoss: none })
  expect(forked({}, 7).position).toEqual({ ...checkpoint.position, point: none })
})
