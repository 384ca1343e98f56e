import { describe, expect, test } from 'vitest'
import { LabError } from '../../core/base/lab-error'
import { isKnob, knobs } from '../../core/optimizers/knobs'
import { defaultOptimizers, knobsOf, optimizerTypes } from '../../core/optimizers/optimizer-kinds'
import { optimizerTexts } from '../../core/optimizers/optimizer-texts'
import { lessonConfig } from '../../core/settings/run-config'
import { givenFlags, trainConfig, type ConfigOptions } from './train-config'

const refusal = (options: ConfigOptions): LabError => {
  try {
    trainConfig(options)
  } catch (error) {
    const refused = LabError.from(error)
    expect(refused.code).toBe('invalid-input')
    return refused
  }
  throw new Error('not refused')
}

const problem = (options: ConfigOptions): string => refusal(options).message

test('Nesterov momentum needs a momentum', () => {
  expect(() => trainConfig({ nesterov: true, momentum: '0' })).toThrow('needs a momentum above 0')
})

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
    expect(problem({ optimizer: 'newton' })).toBe('No optimizer is called “newton”.')
  })

  test('each option has its place', () => {
    const config = trainConfig({
      epochs: '3',
      batchSize: '128',
      workers: '0',
      learningRate: '1e-2',
      momentum: '0.5',
      seed: '42',
      validationSplit: '0.2',
      engine: 'reference',
      threads: '1',
      logEvery: '100',
      trainImages: '10,000',
      flip: 'alternating',
      crop: '4',
      brightness: '0.2',
      contrast: '0.3',
      cutout: '8',
      checkpointEvery: '50',
      keepCheckpoints: 'all',
      nesterov: true,
      weightDecay: '5e-4'
    })
    expect(config).toEqual({
      ...lessonConfig,
      epochs: 3,
      batchSize: 128,
      workers: 0,
      optimizer: { type: 'sgd', learningRate: 0.01, momentum: 0.5, nesterov: true, weightDecay: 0.0005 },
      seed: 42,
      validationSplit: 0.2,
      engine: 'reference',
      threads: 1,
      logEvery: 100,
      trainImages: 10_000,
      flip: 'alternating',
      crop: 4,
      brightness: 0.2,
      contrast: 0.3,
      cutout: 8,
      checkpointEvery: 50,
      keepCheckpoints: 'all'
    })
  })

  test.each([
    [{ batchSize: 'many' }, '--batch-size many: batch size must be a whole number from 1 to 10,000'],
    [{ batchSize: '60000' }, '--batch-size 60000: batch size must be a whole number'],
    [{ epochs: '-1' }, '--epochs -1: epochs must be'],
    [{ epochs: '' }, '--epochs : epochs must be'],
    [{ learningRate: '0' }, '--learning-rate 0: the learning rate must be above 0'],
    [{ learningRate: 'NaN' }, '--learning-rate NaN: the learning rate must be a number'],
    [{ momentum: '1' }, '--momentum 1: momentum must be from 0 to 0.999'],
    [{ engine: 'abacus' }, '--engine abacus: engine must be'],
    [{ trainImages: '1.5' }, '--train-images 1.5: training images must be a whole number'],
    [{ checkpointEvery: '0' }, '--checkpoint-every 0: checkpoint interval must be a whole number from 1'],
    [{ weightDecay: '2' }, '--weight-decay 2: weight decay must be from 0 to 1'],
    [{ optimizer: 'adam', beta1: '1' }, '--beta1 1: beta 1 must be from 0 to 0.99999'],
    [{ optimizer: 'adamw', beta2: 'x' }, '--beta2 x: beta 2 must be a number'],
    [{ optimizer: 'adagrad', epsilon: '0' }, '--epsilon 0: epsilon must be from 1e-12 to 1'],
    [{ optimizer: 'rmsprop', alpha: '-1' }, '--alpha -1: alpha must be from 0 to 0.99999'],
    [{ crop: '20' }, '--crop 20: crop must be a whole number from 0 to 16'],
    [{ brightness: '20' }, '--brightness 20: brightness must be from 0 to 1'],
    [{ flip: 'up' }, '--flip up: flip must be one of off, random, alternating'],
    [{ workers: '2.5' }, '--workers 2.5: workers must be a whole number'],
    [{ epochs: '1.000' }, '--epochs 1.000: epochs must be a whole number'],
    [{ seed: '0x10' }, '--seed 0x10: seed must be a whole number']
  ])('%o is refused in words', (options, message) => {
    expect(problem(options)).toContain(message)
  })

  test.each(optimizerTypes)('%s takes its own knobs, and refuses those of others with a hint', (type) => {
    const names = Object.keys(knobs).filter(isKnob)
    for (const name of names) {
      const given = { optimizer: type, [name]: knobs[name].form === 'switch' ? true : '0.5' }
      if (knobsOf(type).includes(name)) {
        expect(trainConfig(given).optimizer).toMatchObject({ type, [name]: given[name] === true || 0.5 })
      } else {
        const { message, hint } = refusal(given)
        expect(message).toContain(`this run trains with ${optimizerTexts[type].name}`)
        expect(hint).toMatch(/Leave it out, or give --optimizer /)
      }
    }
  })

  test('who a knob is for is said in words', () => {
    expect(refusal({ beta1: '0.8' })).toMatchObject({
      message: '--beta1 is for Adam and AdamW; this run trains with SGD.',
      hint: 'Leave it out, or give --optimizer adam or adamw.'
    })
    expect(refusal({ epsilon: '0.1' }).message).toContain('is for Adagrad, RMSprop, Adam and AdamW;')
    expect(refusal({ optimizer: 'adam', nesterov: false }).message).toContain(
      '--nesterov is for SGD and Muon;'
    )
  })

  test('another network takes the place of the lesson’s', () => {
    const model = { ...lessonConfig.model, pixels: [0, 1] as const }
    expect(trainConfig({ epochs: '3' }, lessonConfig, { ...model, pixels: [0, 1] })).toMatchObject({
      epochs: 3,
      model
    })
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
  expect(givenFlags({ epochs: '2', batchSize: '4', seed: undefined, nesterov: false })).toEqual([
    '--batch-size',
    '--epochs',
    '--no-nesterov'
  ])
})
