import { describe, expect, test } from 'vitest'
import { LabError } from '../base/lab-error'
import { parseInput } from '../base/parse-input'
import { lessonConfig, runConfig } from './run-config'

function problem(change: Record<string, unknown>): string {
  try {
    parseInput(runConfig, { ...lessonConfig, ...change }, 'The configuration')
  } catch (error) {
    if (error instanceof LabError && error.code === 'invalid-input') return error.message
    throw error
  }
  return ''
}

const sgd = lessonConfig.optimizer

describe('runConfig', () => {
  test('takes the lesson’s settings', () => {
    expect(runConfig.parse(lessonConfig)).toEqual(lessonConfig)
  })

  test('reads settings from before there were training images to choose', () => {
    const { trainImages: _, ...older } = lessonConfig
    expect(runConfig.parse(older)).toEqual(lessonConfig)
  })

  test('reads settings from before training images could be changed: they stay as they are', () => {
    const { flip: _flip, crop: _crop, brightness: _b, contrast: _c, cutout: _cutout, ...older } = lessonConfig
    expect(runConfig.parse(older)).toEqual(lessonConfig)
  })

  test.each([
    [{ trainImages: -1 }, 'training images must be a whole number from 0'],
    [{ epochs: -1 }, 'epochs must be a whole number from 1 to 1,000'],
    [{ epochs: 1.5 }, 'epochs must be a whole number'],
    [{ batchSize: 60_000 }, 'batch size must be a whole number from 1 to 10,000'],
    [{ batchSize: '4' }, 'batch size must be a whole number'],
    [{ flip: 'upside down' }, 'flip must be one of off, random, alternating'],
    [{ crop: 17 }, 'crop must be a whole number from 0 to 16'],
    [{ cutout: 65 }, 'cutout must be a whole number from 0 to 64'],
    [{ brightness: 1.5 }, 'brightness must be from 0 to 1'],
    [{ contrast: 'x' }, 'contrast must be a number'],
    [{ workers: 99 }, 'workers must be a whole number from 0 to 16'],
    [{ seed: NaN }, 'seed must be a whole number'],
    [{ validationSplit: 1 }, 'the validation split must be from 0 to 0.9'],
    [{ optimizer: { ...sgd, learningRate: 0 } }, 'the learning rate must be above 0'],
    [{ optimizer: { ...sgd, learningRate: NaN } }, 'the learning rate must be a number'],
    [{ optimizer: { ...sgd, momentum: 1 } }, 'momentum must be from 0 to 0.999'],
    [{ engine: 'gpu' }, 'engine must be one of auto, wasm, webgpu, tensorflow, reference']
  ])('refuses %o in words', (change, message) => {
    expect(problem(change)).toContain(message)
  })
})
