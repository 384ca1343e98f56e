import { describe, expect, test } from 'vitest'
import { lessonDataset } from '../../../core/data/lesson-dataset'
import { defaultOptimizers, knobsOf, optimizerTypes } from '../../../core/optimizers/optimizer-kinds'
import { lessonConfig, type RunConfig } from '../../../core/settings/run-config'
import { parseLearningRate, TrainingForm } from './training-form.svelte'
import { trainingSize } from '../../../core/training/training-size'

function setUp() {
  const changes: RunConfig[] = []
  return {
    form: new TrainingForm(
      (config) => changes.push(config),
      () => lessonDataset
    ),
    changes
  }
}

describe('TrainingForm', () => {
  test('begins with the lesson', () => {
    const { form } = setUp()
    expect(form.config).toEqual(lessonConfig)
    expect(form.changed).toEqual([])
  })

  test('takes a value over as soon as it is right', () => {
    const { form, changes } = setUp()
    form.set('batchSize', '32')
    form.set('learningRate', '1e-2')
    form.set('validationSplit', '20')
    expect(form.config).toMatchObject({
      batchSize: 32,
      optimizer: { learningRate: 0.01 },
      validationSplit: 0.2
    })
    expect(form.changed).toEqual(['batch size', 'learning rate', 'validation split'])
    expect(changes).toHaveLength(3)
  })

  test('says at its field what does not go together, or not with the data set', () => {
    const form = new TrainingForm(
      () => undefined,
      () => lessonDataset
    )
    form.set('nesterov', 'true')
    form.set('momentum', '0')
    expect(form.errors).toEqual({ momentum: 'Nesterov momentum needs a momentum above 0.' })
    form.set('momentum', '0.9')
    form.set('trainImages', '50001')
    expect(form.errors.trainImages).toContain('CIFAR-10 has 50,000 training images')
    expect(form.config).toBeUndefined()
  })

  test.each([
    ['batchSize', '60000', /batch size must be a whole number from 1 to 10,000/i],
    ['batchSize', '', /batch size/i],
    ['batchSize', '2.5', /whole number/i],
    ['epochs', '-1', /epochs must be a whole number from 1/i],
    ['workers', '99', /workers/i],
    ['learningRate', '0', /above 0/i],
    ['learningRate', 'NaN', /must be a number/i],
    ['momentum', '1', /momentum must be from 0 to 0.999/i],
    ['seed', '-3', /seed/i],
    ['validationSplit', '95', /validation split must be from/i],
    ['logEvery', 'often', /log interval/i]
  ] as const)('%s “%s” stays in its field, with a message', (field, text, message) => {
    const { form, changes } = setUp()
    form.set(field, text)
    expect(form.texts[field]).toBe(text)
    expect(Object.keys(form.errors)).toEqual([field])
    expect(form.errors[field]).toMatch(message)
    expect(form.firstError).toBe(field)
    expect(form.config).toBeUndefined()
    expect(form.preview).toEqual(lessonConfig)
    expect(changes).toEqual([])
  })

  test.each([
    ['epochs', '1,000', { epochs: 1000 }],
    ['trainImages', '10,000', { trainImages: 10_000 }],
    ['trainImages', '10 000', { trainImages: 10_000 }],
    ['checkpointEvery', '1,000,000', { checkpointEvery: 1_000_000 }]
  ] as const)('%s “%s” is read as it is written in the messages', (field, text, config) => {
    const { form } = setUp()
    form.set(field, text)
    expect(form.config).toMatchObject(config)
  })

  test.each([
    ['epochs', '1.000'],
    ['trainImages', '10.000'],
    ['epochs', '0x10'],
    ['validationSplit', '1,500'],
    ['learningRate', 'Infinity']
  ] as const)('%s “%s” is not guessed', (field, text) => {
    const { form } = setUp()
    form.set(field, text)
    expect(Object.keys(form.errors)).toEqual([field])
  })

  test('two mistakes are two messages, and mending one leaves the other', () => {
    const { form } = setUp()
    form.set('epochs', '0')
    form.set('seed', 'x')
    form.set('epochs', '3')
    expect(Object.keys(form.errors)).toEqual(['seed'])
    form.set('seed', '7')
    expect(form.config).toMatchObject({ epochs: 3, seed: 7 })
  })

  test('reset brings the lesson back', () => {
    const { form, changes } = setUp()
    form.set('epochs', 'many')
    form.reset()
    expect(form.config).toEqual(lessonConfig)
    expect(form.errors).toEqual({})
    expect(changes).toEqual([lessonConfig])
  })

  test('a decimal comma is a decimal point', () => {
    const { form } = setUp()
    form.set('momentum', '0,5')
    expect(form.config?.optimizer).toMatchObject({ momentum: 0.5 })
  })

  test('an optimizer without momentum needs none', () => {
    const { form } = setUp()
    form.load({ ...lessonConfig, optimizer: defaultOptimizers.adam })
    form.set('learningRate', '0.002')
    expect(form.config?.optimizer).toEqual({ ...defaultOptimizers.adam, learningRate: 0.002 })
    expect(form.changed).toEqual(['optimizer', 'learning rate'])
  })

  test.each(optimizerTypes)('%s comes with its usual knobs, and each can be set', (type) => {
    const { form } = setUp()
    form.set('optimizer', type)
    expect(form.config?.optimizer).toEqual(defaultOptimizers[type])
    for (const field of knobsOf(type)) form.set(field, field === 'nesterov' ? 'true' : '0.5')
    const half = Object.fromEntries(knobsOf(type).map((field) => [field, field === 'nesterov' ? true : 0.5]))
    expect(form.config?.optimizer).toEqual({ type, ...half })
  })

  test('a mistake in one optimizer does not follow to the next', () => {
    const { form } = setUp()
    form.set('momentum', '7')
    expect(form.config).toBeUndefined()
    form.set('optimizer', 'rmsprop')
    form.set('alpha', '1')
    expect(form.errors.alpha).toMatch(/alpha must be from/i)
    form.set('optimizer', 'sgd')
    expect(form.config).toEqual(lessonConfig)
  })

  test('a network that is too large is told of at its layer, and stays as it is', () => {
    const { form, changes } = setUp()
    const layers = lessonConfig.model.layers.map((layer) =>
      layer.type === 'dense' && layer.name !== 'fc3' ? { ...layer, units: 8192 } : layer
    )
    const model = { ...lessonConfig.model, layers }
    form.load({ ...lessonConfig, epochs: 7, model })
    expect(form.modelProblem).toMatchObject({
      index: 9,
      message: 'The network has 70,404,920 parameters; Tenfold trains at most 16,000,000.'
    })
    expect(form.config).toBeUndefined()
    expect(form.preview).toEqual({ ...lessonConfig, epochs: 7, model })
    expect(changes).toEqual([])
  })

  test('a whole configuration can be taken over', () => {
    const { form, changes } = setUp()
    const config = { ...lessonConfig, trainImages: 500 }
    form.adopt(config)
    expect(form.config).toEqual(config)
    expect(form.changed).toEqual(['training images'])
    expect(changes).toEqual([config])
  })
})

test('trainingSize counts the last short batch and leaves out what is held back', () => {
  expect(trainingSize(lessonConfig, 50_000)).toEqual({
    images: 50_000,
    stepsPerEpoch: 12_500,
    totalSteps: 25_000
  })
  const split = { ...lessonConfig, batchSize: 3, validationSplit: 0.2 }
  expect(trainingSize(split, 10)).toEqual({ images: 8, stepsPerEpoch: 3, totalSteps: 6 })
  expect(trainingSize({ ...split, trainImages: 3 }, 10).images).toBe(3)
  expect(trainingSize({ ...split, trainImages: 9 }, 10).images).toBe(8)
})

test('parseLearningRate', () => {
  expect(parseLearningRate(' 0.01 ')).toEqual({ value: 0.01 })
  expect(JSON.stringify(parseLearningRate('0'))).toContain('must be above 0')
  expect(JSON.stringify(parseLearningRate(''))).toContain('must be a number')
})

describe('a fork', () => {
  const draft = {
    runId: 'run-3',
    number: 3,
    config: { ...lessonConfig, seed: 5 },
    stepsPerEpoch: 12_500,
    trained: true,
    step: 25_000
  }

  test('fills the form with the settings of its run, and leaves epochs to train; the way back brings the others', () => {
    const { form } = setUp()
    form.set('batchSize', '8')
    form.beginFork(draft)
    expect(form.config).toEqual({ ...draft.config, epochs: 3 })
    expect(form.changed).toEqual(['epochs'])
    expect(form.baselineName).toBe('run')
    form.set('epochs', '2')
    expect(form.errors.epochs).toContain('nothing left to train')
    form.set('epochs', '5')
    expect(form.config?.epochs).toBe(5)
    form.reset()
    expect(form.config).toEqual({ ...draft.config, epochs: 3 })
    form.endFork()
    expect(form.config).toEqual({ ...lessonConfig, batchSize: 8 })
    expect(form.fork).toBeUndefined()
  })

  test('says what it cannot change, also where another run’s settings are taken', () => {
    const { form } = setUp()
    form.beginFork(draft)
    form.adopt({ ...draft.config, epochs: 4, batchSize: 8 })
    expect(form.errors.batchSize).toBe(
      'A fork cannot change the batch size: run #3 has 4, and these settings 8.'
    )
    expect(form.config).toBeUndefined()
    form.reset()
    const { model } = lessonConfig
    form.setModel({ ...model, layers: model.layers.filter(({ name }) => name !== 'fc2' && name !== 'relu4') })
    expect(form.forkedNetworkProblem).toContain('A fork keeps the weights of run #3')
    expect(form.config).toBeUndefined()
  })
})
