import { describe, expect, test } from 'vitest'
import { required } from '../base/required'
import { usualNormalisation } from '../data/dataset-info'
import type { LayerSpec } from '../layers/layer-kinds'
import { Random } from '../maths/random'
import { startRows } from '../training/start-rows'
import { startWeights } from '../training/start-weights'
import { fitModel } from './fit-model'
import { inferShapes } from './infer-shapes'
import { imagesToStart, initialWeights } from './initial-weights'
import { lessonModel } from './lesson-model'
import type { ModelSpec } from './model-spec'

const whitening: LayerSpec<'conv2d'> = {
  type: 'conv2d',
  name: 'conv1',
  filters: 24,
  kernelSize: [2, 2],
  strides: [1, 1],
  padding: [0, 0],
  initialisation: 'whitening'
}
const identity: LayerSpec<'conv2d'> = {
  type: 'conv2d',
  name: 'conv2',
  filters: 30,
  kernelSize: [3, 2],
  strides: [1, 1],
  padding: [1, 1],
  initialisation: 'identity'
}
const model: ModelSpec = {
  inputShape: [6, 7, 3],
  layers: [whitening, identity, { type: 'flatten', name: 'f' }, { type: 'dense', name: 'fc', units: 4 }]
}
const random = Random.seeded(4)
const images = Uint8Array.from({ length: 40 * 126 }, () => random.nextBelow(256))
const values = (spec: ModelSpec, name: string): Float32Array =>
  required(initialWeights(spec, 1, images).find((one) => one.name === name)?.values, name)

/** The same without a way to start. */
function atRandom(layer: LayerSpec<'conv2d'>): LayerSpec<'conv2d'> {
  const { initialisation: _, ...rest } = layer
  return rest
}

describe('a convolution that starts as the identity', () => {
  test('passes each channel on as it is, in its own filter', () => {
    const kernel = values(model, 'conv2/kernel')
    for (let place = 0; place < 6; place++) {
      for (let channel = 0; channel < 24; channel++) {
        const row = kernel.subarray((place * 24 + channel) * 30, (place * 24 + channel) * 30 + 24)
        // Row 1 of 3 and column 1 of 2, as torch.nn.init.dirac_ counts.
        expect([...row]).toEqual(
          Array.from({ length: 24 }, (_, filter) => (place === 3 && filter === channel ? 1 : 0))
        )
      }
    }
    expect([...values(model, 'conv2/bias').subarray(0, 24)]).toEqual(Array.from({ length: 24 }, () => 0))
  })

  test('leaves the filters beyond, and every other layer, with the numbers they would have had', () => {
    const [, , , , ...others] = initialWeights(model, 1, images)
    const plain = { ...model, layers: [atRandom(whitening), atRandom(identity), ...model.layers.slice(2)] }
    const [, , kernel, bias, ...same] = initialWeights(plain, 1)
    expect(others).toEqual(same)
    const beyond = (list: Float32Array): number[] => [...list].filter((_, i) => i % 30 >= 24)
    expect(beyond(values(model, 'conv2/kernel'))).toEqual(beyond(required(kernel, 'a kernel').values))
    expect(beyond(values(model, 'conv2/bias'))).toEqual(beyond(required(bias, 'a bias').values))
  })

  test('has no more filters as the identity than it has', () => {
    const few = { ...model, layers: [whitening, { ...identity, filters: 2 }, ...model.layers.slice(2)] }
    const kernel = values(few, 'conv2/kernel')
    expect(kernel.reduce((sum, value) => sum + value)).toBe(2)
    expect(kernel[3 * 24 * 2]).toBe(1)
    expect(kernel[(3 * 24 + 1) * 2 + 1]).toBe(1)
  })
})

describe('a convolution that starts by whitening', () => {
  test('looks at the first images that are trained on', () => {
    expect(imagesToStart(model)).toBe(1000)
    expect(imagesToStart(lessonModel)).toBe(0)
    const shape: [number, number, number] = [6, 7, 3]
    const train = { images, labels: new Uint16Array(40), count: 40, shape }
    const settings = { model, seed: 1, validationSplit: 0.25, trainImages: 20 }
    const rows = startRows(settings, 40)
    expect(rows).toHaveLength(20)
    const some = Uint8Array.from([...rows].flatMap((row) => [...images.subarray(row * 126, (row + 1) * 126)]))
    expect(startWeights(settings, train)).toEqual(initialWeights(model, 1, some))
    expect(startWeights(settings, train)).not.toEqual(initialWeights(model, 1, images))
    expect(startRows({ ...settings, model: lessonModel }, 40)).toHaveLength(0)
  })

  test('is refused without images', () => {
    expect(() => initialWeights(model, 1)).toThrow(
      'conv1 starts by whitening the training images, but there are none'
    )
  })

  test('is refused with more filters than directions and opposites, or an odd number', () => {
    const withFilters = (filters: number): ModelSpec => ({
      ...model,
      layers: [{ ...whitening, filters }, ...model.layers.slice(1)]
    })
    expect(() => imagesToStart(withFilters(26))).toThrow('conv1 cannot whiten with 26 filters')
    expect(() => inferShapes(withFilters(26))).toThrow('24 filters at most')
    expect(() => inferShapes(withFilters(15))).toThrow('each filter needs one for the opposite direction')
    expect(inferShapes(withFilters(2))).toHaveLength(model.layers.length)
  })

  test('is refused where another layer stands before it', () => {
    const behind = { ...model, layers: [{ type: 'relu', name: 'relu1' } as const, ...model.layers] }
    expect(() => imagesToStart(behind)).toThrow('conv1 starts by whitening, but it does not take the image')
  })

  test('is refused with a kernel larger than the image, padded or not', () => {
    const large: LayerSpec = { ...whitening, kernelSize: [7, 2], padding: [2, 0], filters: 84 }
    expect(() => inferShapes({ ...model, layers: [large, ...model.layers.slice(1)] })).toThrow(
      'its kernel of 7 × 2 is larger than the 6 × 7 image'
    )
  })

  test('goes on at random where a network is fitted to images that it cannot whiten', () => {
    const shape: [number, number, number] = [9, 9, 4]
    const images = {
      name: 'others',
      shape,
      classes: ['a', 'b', 'c', 'd'],
      normalisation: usualNormalisation(shape)
    }
    expect(fitModel(model, images).layers[0]).toMatchObject({ filters: 24, initialisation: 'whitening' })
    const greyShape: [number, number, number] = [9, 9, 1]
    const grey = { ...images, shape: greyShape, normalisation: usualNormalisation(greyShape) }
    expect(fitModel(model, grey).layers[0]).toMatchObject({ filters: 8, initialisation: 'whitening' })
    const wide: LayerSpec = { ...whitening, kernelSize: [5, 5], filters: 150 }
    const fitted = fitModel({ inputShape: [9, 9, 3], layers: [wide, ...model.layers.slice(1)] }, images)
    expect(fitted.layers[0]).toEqual({ ...atRandom(whitening), kernelSize: [5, 5], filters: 150 })
  })

  test('is refused for large patches', () => {
    const wide: LayerSpec = { ...whitening, kernelSize: [6, 6] }
    const large = { ...model, layers: [wide, ...model.layers.slice(1)] }
    expect(() => imagesToStart(large)).toThrow('has 108 values, but at most 96 can be whitened')
  })
})
