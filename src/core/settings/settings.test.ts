import { describe, expect, test } from 'vitest'
import { knobs } from '../optimizers/knobs'
import { defaultOptimizers, optimizerTypes } from '../optimizers/optimizer-kinds'
import { lessonConfig, runConfig, type RunConfig } from './run-config'
import { controls } from './controls'
import { differingSettings } from './differing-settings'
import { fieldText, readField, readOption } from './setting-form'
import { fieldValues, sayField, withOptimizer, withValues } from './setting-values'
import { fieldNames, fields, settingNames, settings } from './settings'

/** Every optimizer, with a share to be written in percent. */
const configs = Object.values(defaultOptimizers).map((optimizer): RunConfig => ({
  ...lessonConfig,
  optimizer,
  validationSplit: 0.125,
  trainImages: 500,
  flip: 'alternating',
  crop: 3,
  brightness: 0.25,
  schedule: 'cosine',
  warmup: 0.05
}))

test('the table has what a configuration has, and nothing else', () => {
  const { model: _model, optimizer: _optimizer, ...own } = runConfig.shape
  expect(settingNames.filter((name) => !(name in knobs)).sort()).toEqual(
    ['network', 'optimizer', ...Object.keys(own)].sort()
  )
})

test('no two settings are called the same', () => {
  for (const called of ['noun', 'label'] as const) {
    expect(new Set(settingNames.map((name) => settings[name][called])).size).toBe(settingNames.length)
  }
})

test('a teacher can hide each of them', () => {
  expect([...controls].sort()).toEqual(
    [
      'batchSize',
      'brightness',
      'checkpointEvery',
      'classWeights',
      'clip',
      'contrast',
      'crop',
      'cutout',
      'ema',
      'engine',
      'epochs',
      'evaluateEvery',
      'flip',
      'keepCheckpoints',
      'labelSmoothing',
      'learningRate',
      'logEvery',
      'momentum',
      'network',
      'optimizer',
      'optimizerDetails',
      'patience',
      'schedule',
      'seed',
      'threads',
      'trainImages',
      'validationSplit',
      'warmup',
      'watchTest',
      'workers'
    ].sort()
  )
})

describe.each(configs)('$optimizer.type', (config) => {
  const values = fieldValues(config)
  const given = fieldNames.flatMap((name) => {
    const value = values[name]
    return value === undefined ? [] : [{ name, value, form: fields[name].form }]
  })

  test('what is written into a field is read from it', () => {
    const read = given.map(
      ({ name, value, form }) => [name, readField(form, fieldText(form, value))] as const
    )
    expect(withValues(config, read)).toEqual(config)
  })

  test('what is given as an option is what the configuration keeps', () => {
    for (const { value, form } of given) {
      expect(readOption(form, typeof value === 'boolean' ? value : String(value))).toBe(value)
    }
  })
})

test('values are written as people write them', () => {
  const config: RunConfig = {
    ...lessonConfig,
    optimizer: { ...lessonConfig.optimizer, nesterov: true },
    validationSplit: 0.25,
    keepCheckpoints: 'latest'
  }
  expect(sayField(config, 'validationSplit')).toBe('25 %')
  expect(sayField(config, 'nesterov')).toBe('on')
  expect(sayField(config, 'optimizer')).toBe('SGD')
  expect(sayField(config, 'keepCheckpoints')).toBe('latest and best')
  expect(sayField(config, 'beta1')).toBeUndefined()
})

test('a value of a knob that the optimizer does not have is left out', () => {
  const values = [['beta1', 0.5] as const, ['epochs', 3] as const]
  expect(withValues(lessonConfig, values)).toEqual({ ...lessonConfig, epochs: 3 })
})

test.each(optimizerTypes)('%s comes with its usual knobs; the one that is there keeps its own', (type) => {
  expect(withOptimizer({ ...lessonConfig, seed: 5 }, type)).toEqual({
    ...lessonConfig,
    seed: 5,
    optimizer: defaultOptimizers[type]
  })
  const own: RunConfig = { ...lessonConfig, optimizer: { ...defaultOptimizers[type], learningRate: 0.5 } }
  expect(withOptimizer(own, type)).toBe(own)
})

describe('differingSettings', () => {
  const model = { ...lessonConfig.model, layers: lessonConfig.model.layers.slice(1) }

  test('calls settings as people do', () => {
    const optimizer = { ...lessonConfig.optimizer, momentum: 0, nesterov: true }
    const other: RunConfig = { ...lessonConfig, optimizer, checkpointEvery: 5, model }
    expect(differingSettings(lessonConfig, other)).toEqual([
      'network',
      'momentum',
      'Nesterov',
      'checkpoint interval'
    ])
    expect(differingSettings(other, other)).toEqual([])
  })

  test('knobs of different optimizers cannot be compared, except for the learning rate', () => {
    const { adam, adagrad } = defaultOptimizers
    expect(differingSettings(lessonConfig, { ...lessonConfig, optimizer: adam })).toEqual(['optimizer'])
    expect(differingSettings(lessonConfig, { ...lessonConfig, optimizer: adagrad })).toEqual([
      'optimizer',
      'learning rate'
    ])
  })
})
