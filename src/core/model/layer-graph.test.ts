import { describe, expect, test } from 'vitest'
import { setFrozen } from '../layers/set-frozen'
import type { LayerSpec } from '../layers/layer-kinds'
import { inferShapes } from './infer-shapes'
import {
  isChain,
  layerReaders,
  learns,
  needGradients,
  requireNoneUnused,
  sourceFinder,
  unusedLayers
} from './layer-graph'
import { lessonModel } from './lesson-model'

const relu = (name: string, ...inputs: string[]): LayerSpec => ({
  type: 'relu',
  name,
  ...(inputs.length === 0 ? {} : { inputs })
})
const conv = (name: string, ...inputs: string[]): LayerSpec => ({
  ...relu(name, ...inputs),
  type: 'conv2d',
  filters: 3,
  kernelSize: [3, 3],
  strides: [1, 1],
  padding: [1, 1]
})
const add = (name: string, ...inputs: string[]): LayerSpec => ({ type: 'add', name, inputs })
const shapesOf = (...layers: LayerSpec[]): ReturnType<typeof inferShapes> =>
  inferShapes({ inputShape: [6, 6, 3], layers })
const sourcesOf = (...layers: LayerSpec[]): (readonly number[])[] =>
  layers.map((_, at) => sourceFinder(layers)(at))

describe('where inputs come from', () => {
  test('the layer before where none is named, else the named ones in their order, the image among them', () => {
    expect(
      sourcesOf(conv('a'), relu('b'), conv('c', 'image'), add('d', 'c', 'b', 'image'), relu('e'))
    ).toEqual([[-1], [0], [-1], [2, 1, -1], [3]])
  })

  test('the same output may be taken twice', () => {
    expect(sourcesOf(relu('a'), add('b', 'a', 'a'))).toEqual([[-1], [0, 0]])
  })

  test('a name that no layer has is refused', () => {
    expect(() => sourcesOf(relu('a'), relu('b', 'c'))).toThrow(
      'Layer b takes the output of c, but there is no such layer.'
    )
  })

  test('a layer that comes later is refused', () => {
    expect(() => sourcesOf(relu('a'), relu('b', 'd'), relu('c', 'a'), relu('d', 'a'))).toThrow(
      'Layer b takes the output of d, which comes after it.'
    )
  })

  test('a circle is refused with its way', () => {
    expect(() => sourcesOf(relu('a', 'b'), relu('b'))).toThrow('The layers form a circle: a → b → a.')
    expect(() => sourcesOf(relu('a'), relu('b', 'b'))).toThrow('The layers form a circle: b → b.')
    expect(() =>
      sourcesOf(relu('start'), add('a', 'start', 'd'), relu('b'), relu('c', 'start'), add('d', 'c', 'b'))
    ).toThrow('The layers form a circle: a → b → d → a.')
  })

  test('a layer called image is no obstacle until another takes the image', () => {
    expect(sourcesOf(relu('image'), relu('b'))).toEqual([[-1], [0]])
    expect(() => sourcesOf(relu('image'), relu('b', 'image'))).toThrow(
      'Layer b takes image, which is both the network’s input and the name of a layer.'
    )
  })

  test('a long way of many layers is found', () => {
    const layers = [add('first', 'image', 'last'), ...Array.from({ length: 250 }, (_, i) => relu(`r${i}`))]
    expect(() => sourcesOf(...layers, relu('last'))).toThrow('r248 → r249 → last → first.')
  })
})

test('readers are listed in order, one that takes an output twice is there twice', () => {
  expect(layerReaders(shapesOf(conv('a'), relu('b'), add('c', 'a', 'b'), add('d', 'c', 'c')))).toEqual([
    [1, 2],
    [2],
    [3, 3],
    []
  ])
})

test('gradients are needed from the first layer with something to train, along every branch', () => {
  const shapes = shapesOf(relu('a'), conv('b'), relu('c', 'a'), add('d', 'c', 'b'), relu('e', 'd'))
  expect(needGradients(shapes)).toEqual([false, true, false, true, true])
})

test('a frozen layer needs none for its own sake, but hands back what layers before it need', () => {
  const still = setFrozen(conv('b'), true)
  const shapes = shapesOf(still, relu('c'), conv('d'), setFrozen(conv('e'), true))
  expect(shapes.map(learns)).toEqual([false, false, true, false])
  expect(needGradients(shapes)).toEqual([false, false, true, true])
})

test('a layer whose output no other takes is named', () => {
  const shapes = shapesOf(conv('a'), relu('b'), relu('c', 'a'), relu('d', 'a'))
  expect(unusedLayers(shapes).map(({ name }) => name)).toEqual(['b', 'c'])
  expect(() => {
    requireNoneUnused(shapes)
  }).toThrow('Layer b leads nowhere: no layer takes its output.')
  requireNoneUnused(shapesOf(conv('a'), relu('b'), add('c', 'a', 'b')))
})

test('a chain is one layer after the other, whether it says so or not', () => {
  expect(isChain(inferShapes(lessonModel))).toBe(true)
  expect(isChain(shapesOf(relu('a', 'image'), relu('b', 'a')))).toBe(true)
  expect(isChain(shapesOf(relu('a'), relu('b', 'image')))).toBe(false)
  expect(isChain(shapesOf(relu('a'), add('b', 'a', 'a')))).toBe(false)
})
