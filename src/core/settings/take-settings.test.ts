import { expect, test } from 'vitest'
import { defaultOptimizers } from '../optimizers/optimizer-kinds'
import { lessonModel } from '../model/lesson-model'
import { lessonConfig } from './run-config'
import { settingNames } from './settings'
import { takeSettings } from './take-settings'

const other = {
  ...lessonConfig,
  model: { ...lessonModel, layers: lessonModel.layers.slice(0, -1) },
  optimizer: { ...defaultOptimizers.adam, learningRate: 0.02 },
  batchSize: 64,
  engine: 'reference' as const
}

test('takes what was asked for, and nothing else', () => {
  expect(takeSettings(lessonConfig, other, ['batchSize'])).toEqual({ ...lessonConfig, batchSize: 64 })
  expect(takeSettings(lessonConfig, other, ['network'])).toEqual({ ...lessonConfig, model: other.model })
})

test('an optimizer comes with its knobs', () => {
  expect(takeSettings(lessonConfig, other, ['optimizer']).optimizer).toEqual(other.optimizer)
})

test('a knob alone goes to the optimizer that has it', () => {
  expect(takeSettings(lessonConfig, other, ['learningRate', 'beta1']).optimizer).toEqual({
    ...lessonConfig.optimizer,
    learningRate: 0.02
  })
})

test('all of them make the same configuration', () => {
  expect(takeSettings(lessonConfig, other, settingNames)).toEqual(other)
})
