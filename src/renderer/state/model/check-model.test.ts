import { describe, expect, test } from 'vitest'
import { lessonDataset } from '../../../core/data/lesson-dataset'
import type { LayerSpec } from '../../../core/layers/layer-kinds'
import { inferShapes } from '../../../core/model/infer-shapes'
import { setFrozen } from '../../../core/layers/set-frozen'
import { canFreeze } from '../../../core/layers/layer-kinds'
import { lessonModel } from '../../../core/model/lesson-model'
import { checkModel } from './check-model'

const relu = (name: string, ...inputs: string[]): LayerSpec =>
  inputs.length === 0 ? { type: 'relu', name } : { type: 'relu', name, inputs }
const add = (...inputs: string[]): LayerSpec => ({ type: 'add', name: 'add1', inputs })
const head: LayerSpec[] = [
  { type: 'flatten', name: 'flatten' },
  { type: 'dense', name: 'fc1', units: 10 }
]

function checkOf(...layers: LayerSpec[]) {
  return checkModel({ inputShape: lessonModel.inputShape, layers: [...layers, ...head] }, lessonDataset)
}

describe('a network with branches', () => {
  test('that fits has no problem', () => {
    expect(checkOf(relu('a'), relu('b'), add('b', 'a')).problem).toBeUndefined()
    expect(checkOf(relu('a'), add('a', 'image')).problem).toBeUndefined()
  })

  test('says at the layer that leads nowhere that nothing takes its output', () => {
    const { shapes, problem } = checkOf(relu('a'), relu('b'), relu('c', 'a'))
    expect(shapes).toHaveLength(5)
    expect(problem).toMatchObject({
      index: 1,
      message: 'Layer b leads nowhere: no layer takes its output.'
    })
    expect(problem?.hint).not.toBe('')
  })

  test.each([
    ['an input that is no layer', [relu('a'), relu('b', 'nowhere')], 1, /takes the output of nowhere, but/],
    ['an input that comes later', [relu('a'), relu('b', 'c'), relu('c', 'a')], 1, /of c, which comes after/],
    ['a circle', [relu('a'), relu('b', 'c'), relu('c', 'b')], 1, /form a circle: b → c → b/],
    ['one input where several are put together', [relu('a'), add('a')], 1, /has only one input/],
    ['several inputs where one is taken', [relu('a'), relu('b', 'a', 'image')], 1, /takes one input/],
    [
      'sizes that differ',
      [{ type: 'maxPool2d', name: 'pool', poolSize: [2, 2], strides: [2, 2] }, relu('b'), add('b', 'image')],
      2,
      /different shapes: 16 × 16 × 3 and 32 × 32 × 3/
    ]
  ] satisfies [string, LayerSpec[], number, RegExp][])(
    'says where there is %s',
    (_, layers, index, message) => {
      const { shapes, problem } = checkOf(...layers)
      expect(shapes).toHaveLength(index)
      expect(problem?.index).toBe(index)
      expect(problem?.message).toMatch(message)
    }
  )
})

test('the place of the first layer that does not fit is found wherever it is', () => {
  const fitting = Array.from({ length: 40 }, (_, i) => relu(`a${i}`))
  const tooLarge: LayerSpec = { type: 'maxPool2d', name: 'pool', poolSize: [33, 33], strides: [1, 1] }
  for (let place = 0; place <= fitting.length; place++) {
    const layers = [...fitting.slice(0, place), tooLarge, ...fitting.slice(place)]
    const { shapes, problem } = checkOf(...layers)
    expect(problem?.index).toBe(place)
    expect(shapes).toEqual(inferShapes({ ...lessonModel, layers: layers.slice(0, place) }))
  }
})

test('a network in which nothing learns is shown whole, and said so at the last layer that could', () => {
  const layers = lessonModel.layers.map((layer) => (canFreeze(layer.type) ? setFrozen(layer, true) : layer))
  const { shapes, problem } = checkModel({ ...lessonModel, layers }, lessonDataset)
  expect(shapes).toHaveLength(layers.length)
  expect(problem).toMatchObject({
    index: layers.length - 1,
    computes: true,
    message: 'Nothing in this network learns: all of its layers with weights are frozen.'
  })
  const one = layers.map((layer, i) => (i === 0 ? setFrozen(layer, false) : layer))
  expect(checkModel({ ...lessonModel, layers: one }, lessonDataset).problem).toBeUndefined()
})

test('a network that does not fit computes nothing', () => {
  expect(checkOf(relu('a'), add('a')).problem).toMatchObject({ computes: false })
})
