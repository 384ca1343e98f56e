import { expect, test } from 'vitest'
import { setFrozen } from '../../core/layers/set-frozen'
import { modelPresets } from '../../core/model/presets/model-presets'
import { defaultOptimizers } from '../../core/optimizers/optimizer-kinds'
import { lessonConfig } from '../../core/settings/run-config'
import { settingsLine } from './settings-line'

test('the lesson is told in its main settings', () => {
  expect(settingsLine(lessonConfig)).toBe(
    'batch size 4, workers 2, epochs 2, optimizer sgd, learning rate 0.001, momentum 0.9, schedule constant, seed 1'
  )
})

test('a network with frozen layers is told with how much of it learns', () => {
  const layers = lessonConfig.model.layers.map((layer) =>
    layer.name === 'fc1' ? setFrozen(layer, true) : layer
  )
  const config = { ...lessonConfig, model: { ...lessonConfig.model, layers } }
  expect(settingsLine(config)).toContain('network of 62,006 parameters (13,886 learn)')
})

test('what is not as in the lesson, or not usual for its optimizer, is told too', () => {
  const [, wider] = modelPresets
  const config = {
    ...lessonConfig,
    model: wider?.model ?? lessonConfig.model,
    optimizer: { ...defaultOptimizers.adam, beta1: 0.8 },
    trainImages: 500
  }
  expect(settingsLine(config)).toBe(
    'batch size 4, workers 2, epochs 2, optimizer adam, learning rate 0.001, beta 1 0.8, schedule constant, seed 1, training images 500, network of 349,042 parameters'
  )
})
