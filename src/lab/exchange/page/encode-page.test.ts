import { describe, expect, test } from 'vitest'
import { lessonDataset } from '../../../core/data/lesson-dataset'
import { pageContent, type PageContent } from '../../../core/exchange/page-content'
import { initialWeights } from '../../../core/model/initial-weights'
import type { ModelSpec } from '../../../core/model/model-spec'
import { untrainedState } from '../../../core/model/weights'
import { lessonConfig } from '../../../core/settings/run-config'
import type { Checkpoint } from '../../../core/training/checkpoint'
import { startPosition } from '../../../core/training/train-job'
import { encodePage, type PageOptions } from './encode-page'

const weights = initialWeights(lessonConfig.model, 1)
const checkpoint: Checkpoint = {
  config: lessonConfig,
  classes: lessonDataset.classes,
  dataset: lessonDataset,
  epoch: 2,
  position: { ...startPosition(0.001), step: 25_000 },
  state: untrainedState(weights),
  average: weights.map((weight) => ({ ...weight, values: weight.values.map((value) => value / 2) })),
  versions: {}
}
const options: PageOptions = {
  averaged: false,
  name: 'Run 7',
  accuracy: { share: 0.61, images: 10_000, dataset: 'CIFAR-10' },
  samples: [],
  files: { script: 'run()', style: 'body{}', licences: 'Apache' },
  version: '1.2.3'
}

const textOf = (...given: Parameters<typeof encodePage>): string =>
  new TextDecoder().decode(encodePage(...given))
const element = (text: string, id: string): string =>
  text.split(`id="${id}">`)[1]?.split('</script>')[0] ?? ''

function contentOf(...given: Parameters<typeof encodePage>): PageContent {
  const json: unknown = JSON.parse(element(textOf(...given), 'content'))
  return pageContent.parse(json)
}

describe('a page', () => {
  test('says what the network is, and holds its weights', () => {
    const content = contentOf(checkpoint, options)
    expect(content).toMatchObject({
      network: 'Run 7',
      dataset: 'CIFAR-10',
      classes: lessonDataset.classes,
      inputShape: [32, 32, 3],
      parameters: 62_006,
      trained: { steps: 25_000, epochs: 2 },
      accuracy: { share: 0.61, images: 10_000 },
      licences: 'Apache'
    })
    expect(content.transforms).toEqual(new Array(3).fill({ scale: 2 / 255, offset: -1 }))
    expect(content.layers[0]?.name).toBe('conv1')
    const bytes = Buffer.from(element(textOf(checkpoint, options), 'weights'), 'base64')
    expect(bytes.readFloatLE(0)).toBe(weights[0]?.values[0])
    expect(bytes).toHaveLength(4 * 62_006)
  })

  test('is the same for the same network', () => {
    expect(textOf(checkpoint, options)).toBe(textOf(checkpoint, options))
  })

  test('holds the average where it is asked for and is there', () => {
    const averaged = textOf(checkpoint, { ...options, averaged: true })
    const first = Buffer.from(element(averaged, 'weights'), 'base64').readFloatLE(0)
    expect(first).toBe(checkpoint.average?.[0]?.values[0])
    const { average: _, ...without } = checkpoint
    expect(() => encodePage(without, { ...options, averaged: true })).toThrow('has no average')
  })

  test('of a network that says nothing of its classes numbers them', () => {
    const content = contentOf({ ...checkpoint, classes: [], dataset: undefined, epoch: 0 }, options)
    expect(content.classes.slice(0, 2)).toEqual(['class 1', 'class 2'])
    expect(content.trained).toBeUndefined()
  })

  test('is refused for weights that are no numbers, too many weights, and images that no picture fits', () => {
    const state = untrainedState(
      weights.map((weight) => ({ ...weight, values: new Float32Array(weight.values.length).fill(NaN) }))
    )
    expect(() => encodePage({ ...checkpoint, state }, options)).toThrow('diverged')
    expect(() => encodePage(flat([224, 224, 3]), options)).toThrow(
      'The network’s weights take 120.4 MB, and a page can hold 64.0 MB.'
    )
    expect(() => encodePage(flat([4, 4, 2]), options)).toThrow('The size of the network’s images')
  })
})

/** A network of one dense layer, with weights only where they are few. */
function flat(inputShape: [number, number, number]): Checkpoint {
  const model: ModelSpec = {
    inputShape,
    layers: [
      { type: 'flatten', name: 'flatten' },
      { type: 'dense', name: 'fc1', units: 200 }
    ]
  }
  const state = untrainedState(inputShape[0] < 10 ? initialWeights(model, 1) : [])
  return { ...checkpoint, config: { ...lessonConfig, model }, state }
}
