import { describe, expect, test } from 'vitest'
import { LabError } from '../core/lab-error'
import { defaultOptimizers } from '../core/optimizers/optimizer-kinds'
import { lessonConfig } from '../core/run-config'
import { givenFlags, trainConfig, type ConfigOptions } from './train-config'

const problem = (options: ConfigOptions): string => {
  try {
    trainConfig(options)
  } catch (error) {
    const { code, message } = LabError.from(error)
    expect(code).toBe('invalid-input')
    return message
  }
  return ''
}

describe('trainConfig', () => {
  test('nothing given: the lesson', () => {
    expect(trainConfig({})).toEqual(lessonConfig)
  })

  test('an assignment takes the lesson’s place', () => {
    const assigned = { ...lessonConfig, epochs: 5, optimizer: defaultOptimizers.adam }
    expect(trainConfig({ seed: '9' }, assigned)).toEqual({ ...assigned, seed: 9 })
    expect(() => trainConfig({ momentum: '0.5' }, assigned)).toThrow('--momentum is for SGD')
  })

  test('another optimizer comes with its usual settings; the one that is there keeps its own', () => {
    expect(trainConfig({ optimizer: 'rmsprop' }).optimizer).toEqual(defaultOptimizers.rmsprop)
    expect(trainConfig({ optimizer: 'adam', learningRate: '0.002' }).optimizer).toEqual({
      ...defaultOptimizers.adam,
      learningRate: 0.002
    })
    const assigned = { ...lessonConfig, optimizer: { ...defaultOptimizers.adam, beta1: 0.8 } }
    expect(trainConfig({ optimizer: 'adam' }, assigned)).toEqual(assigned)
    expect(trainConfig({ optimizer: 'sgd', momentum: '0.5' }, assigned).optimizer).toMatchObject({
      momentum: 0.5
    })
    expect(problem({ optimizer: 'newton' })).toBe('There is no optimizer “newton”.')
  })

  test('each option has its place', () => {
    const config = trainConfig({
      epochs: '3',
      batchSize: '128',
      workers: '0',
      learningRate: '1e-2',
      momentum: '0',
      seed: '42',
      validationSplit: '0.2',
      engine: 'reference',
      threads: '1',
      logEvery: '100'
    })
    expect(config).toEqual({
      ...lessonConfig,
      epochs: 3,
      batchSize: 128,
      workers: 0,
      optimizer: { ...lessonConfig.optimizer, learningRate: 0.01, momentum: 0 },
      seed: 42,
      validationSplit: 0.2,
      engine: 'reference',
      threads: 1,
      logEvery: 100
    })
  })

  test.each([
    [{ batchSize: 'many' }, '--batch-size many: batch size must be a whole number from 1 to 10,000'],
    [{ batchSize: '60000' }, '--batch-size 60000: batch size must be a whole number'],
    [{ epochs: '-1' }, '--epochs -1: epochs must be'],
    [{ epochs: '' }, '--epochs : epochs must be'],
    [{ learningRate: '0' }, '--learning-rate 0: the learning rate must be above 0'],
    [{ learningRate: 'NaN' }, '--learning-rate NaN: the learning rate must be a number'],
    [{ momentum: '1' }, '--momentum 1: momentum must lie in 0 to 0.999'],
    [{ engine: 'abacus' }, '--engine abacus: engine must be'],
    [{ workers: '2.5' }, '--workers 2.5: workers must be a whole number'],
    [{ epochs: '1.000' }, '--epochs 1.000: epochs must be a whole number'],
    [{ seed: '0x10' }, '--seed 0x10: seed must be a whole number']
  ])('%o is refused in words', (options, message) => {
    expect(problem(options)).toContain(message)
  })

  test('thousands may be grouped, and a decimal comma is a point', () => {
    expect(trainConfig({ epochs: '1,000', learningRate: '0,01' })).toMatchObject({
      epochs: 1000,
      optimizer: { learningRate: 0.01 }
    })
  })

  test('all that is wrong is named at once', () => {
    const message = problem({ epochs: '0', seed: 'x' })
    expect(message).toContain('--epochs 0')
    expect(message).toContain('--seed x')
  })
})

test('givenFlags', () => {
  expect(givenFlags({ epochs: '2', batchSize: '4', seed: undefined })).toEqual(['--epochs', '--batch-size'])
})
