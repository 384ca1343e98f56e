import { describe, expect, test } from 'vitest'
import { lessonConfig, type RunConfig } from '../settings/run-config'
import { forkProblem } from './fork-problem'

const point = { number: 3, config: lessonConfig, stepsPerEpoch: 12_500, trained: true, step: 12_500 }
const problem = (changes: Partial<RunConfig>): ReturnType<typeof forkProblem> =>
  forkProblem(point, { ...lessonConfig, ...changes })
const { model } = lessonConfig
const withLayer = (name: string, changes: object): RunConfig['model'] => ({
  ...model,
  layers: model.layers.map((layer) => (layer.name === name ? { ...layer, ...changes } : layer))
})

describe('forkProblem', () => {
  test('lets a network that was not trained here take any images, with its own weights', () => {
    const fresh = { ...point, step: 0, trained: false }
    const changes = { batchSize: 32, seed: 9, validationSplit: 0.1, trainImages: 100 }
    expect(forkProblem(fresh, { ...lessonConfig, ...changes })).toBeUndefined()
    const wider = { ...lessonConfig, model: withLayer('conv1', { filters: 7 }) }
    expect(forkProblem(fresh, wider)?.setting).toBe('network')
  })

  test('lets a fork be as its run, and change everything that keeps the batches and the weights', () => {
    const changes: readonly Partial<RunConfig>[] = [
      {},
      { epochs: 10 },
      {
        workers: 0,
        threads: 1,
        engine: 'reference',
        logEvery: 10,
        checkpointEvery: 5,
        keepCheckpoints: 'all'
      },
      { flip: 'random', crop: 4, brightness: 0.1, contrast: 0.1, cutout: 8 },
      { optimizer: { ...lessonConfig.optimizer, learningRate: 0.01, momentum: 0 } },
      { model: withLayer('conv1', { frozen: true }) }
    ]
    for (const change of changes) expect(problem(change)).toBeUndefined()
  })

  test.each([
    [{ batchSize: 8 }, 'batchSize', 'batch size: run #3 has 4, and these settings 8', '--batch-size 4'],
    [{ seed: 2 }, 'seed', 'seed: run #3 has 1, and these settings 2', '--seed 1'],
    [{ validationSplit: 0.2 }, 'validationSplit', 'has 0 %, and these settings 20 %', '--validation-split 0'],
    [{ trainImages: 100 }, 'trainImages', 'training images: run #3 has 0', '--train-images 0'],
    [
      { epochs: 1 },
      'epochs',
      '1 epoch ends at step 12,500, and the checkpoint of run #3 is at step 12,500',
      'at least 2 epochs (--epochs 2)'
    ],
    [
      { model: withLayer('conv1', { filters: 8 }) },
      'network',
      'this network has conv1/kernel (5 × 5 × 3 × 8) where that one has conv1/kernel (5 × 5 × 3 × 6)',
      'dropout rates'
    ],
    [{ model: withLayer('fc3', { name: 'other' }) }, 'network', 'other/kernel (84 × 10)', ''],
    [
      { model: { ...model, layers: model.layers.slice(0, -1) } },
      'network',
      'nothing where that one has fc3',
      ''
    ],
    [
      { model: withLayer('conv2', { initialisation: 'identity' }) },
      'network',
      'layer conv2 of this network starts with other weights',
      ''
    ],
    [{ model: { ...model, pixels: [0, 1] } }, 'network', 'pixels of another range', ''],
    [{ model: { ...model, inputShape: [64, 64, 3] } }, 'network', 'images of 32 × 32 × 3', '']
  ] satisfies [Partial<RunConfig>, string, string, string][])(
    'refuses %o and names the setting',
    (change, setting, message, hint) => {
      const found = problem(change)
      expect(found?.setting).toBe(setting)
      expect(found?.message).toContain(message)
      expect(found?.hint).toContain(hint)
    }
  )
})
