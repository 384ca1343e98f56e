import { expect, test } from 'vitest'
import { lessonModel } from '../model/lesson-model'
import { parameterShapes } from '../model/infer-shapes'
import { countWeights, learningNote } from './count-weights'
import type { LayerSpec } from './layer-kinds'
import { setFrozen } from './set-frozen'

const weights = (...frozen: string[]): ReturnType<typeof countWeights> => {
  const freeze = (layer: LayerSpec): LayerSpec => setFrozen(layer, frozen.includes(layer.name))
  return countWeights(parameterShapes({ ...lessonModel, layers: lessonModel.layers.map(freeze) }))
}

test('frozen weights count, but not among those that learn', () => {
  expect(weights()).toEqual({ all: 62_006, learning: 62_006 })
  expect(weights('conv1', 'fc1')).toEqual({ all: 62_006, learning: 62_006 - 456 - 48_120 })
})

test('the note says how many learn, where not all do', () => {
  expect(learningNote(weights())).toBe('')
  expect(learningNote(weights('conv1'))).toBe(' (61,550 learn)')
  expect(learningNote(weights('conv1', 'conv2', 'fc1', 'fc2', 'fc3'))).toBe(' (none learns)')
  expect(learningNote({ all: 2, learning: 1 })).toBe(' (1 learns)')
})
