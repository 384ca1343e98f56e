import { describe, expect, test } from 'vitest'
import { lessonDataset } from '../../../core/data/lesson-dataset'
import { countParameters } from '../../../core/model/infer-shapes'
import { lessonModel } from '../../../core/model/lesson-model'
import { modelSpec, type ModelSpec } from '../../../core/model/model-spec'
import { checkModel, layerParameters, multiplyAdds } from './check-model'
import { addLayer } from './edits/add-layer'
import { moveLayer } from './edits/move-layer'
import { removeLayer } from './edits/remove-layer'
import { replaceLayer } from './edits/replace-layer'
import { activationAfter, setActivation } from './edits/set-activation'
import { sameModel } from './same-model'
import { layerFields, typedInto } from './layer-fields'
import { modelPresets } from '../../../core/model/presets/model-presets'
import { stageOf, stagesOf } from './stages'

const names = (model: ModelSpec): string => model.layers.map(({ name }) => name).join(' ')
const lesson = 'conv1 relu1 pool1 conv2 relu2 pool2 flatten fc1 relu3 fc2 relu4 fc3'

describe('stages', () => {
  test('a layer and what keeps its shape belong together', () => {
    expect(stagesOf(lessonModel.layers).map(({ first, layers }) => [first, layers.length])).toEqual([
      [0, 2],
      [2, 1],
      [3, 2],
      [5, 1],
      [6, 1],
      [7, 2],
      [9, 2],
      [11, 1]
    ])
    expect(stageOf(lessonModel.layers, 4)?.first).toBe(3)
    expect(stageOf(lessonModel.layers, -1)).toBeUndefined()
  })
})

describe('edits', () => {
  test('a new convolution comes behind the stage, with a ReLU and names of its own', () => {
    const { model, index } = addLayer(lessonModel, 0, 'conv2d')
    expect(names(model)).toBe(lesson.replace('relu1', 'relu1 conv3 relu5'))
    expect(model.layers[index]?.name).toBe('conv3')
    expect(modelSpec.safeParse(model).success).toBe(true)
    expect(checkModel(model, lessonDataset).problem).toBeUndefined()
  })

  test('what keeps the shape comes directly behind a layer that does', () => {
    expect(names(addLayer(lessonModel, 1, 'dropout').model)).toBe(lesson.replace('relu1', 'relu1 drop1'))
    expect(names(addLayer(lessonModel, -1, 'batchNorm').model)).toBe(`bn1 ${lesson}`)
  })

  test('a convolution goes with what follows it, an activation alone', () => {
    expect(names(removeLayer(lessonModel, 3).model)).toBe(lesson.replace(' conv2 relu2', ''))
    expect(names(removeLayer(lessonModel, 1).model)).toBe(lesson.replace(' relu1', ''))
    expect(removeLayer(lessonModel, 11)).toMatchObject({ index: 10 })
  })

  test('a stage moves past its neighbour, and back', () => {
    const right = moveLayer(lessonModel, 0, 1)
    expect(names(right.model)).toBe(lesson.replace('conv1 relu1 pool1', 'pool1 conv1 relu1'))
    expect(right.index).toBe(1)
    expect(moveLayer(right.model, right.index, -1)).toEqual({ model: lessonModel, index: 0 })
    expect(moveLayer(lessonModel, 0, -1).model).toBe(lessonModel)
    expect(moveLayer(lessonModel, 11, 1).model).toBe(lessonModel)
  })

  test('activations are changed, taken away and put back', () => {
    const tanh = setActivation(lessonModel, 0, 'tanh')
    expect(activationAfter(tanh, 0)).toBe('tanh')
    const none = setActivation(lessonModel, 0, undefined)
    expect(activationAfter(none, 0)).toBeUndefined()
    expect(activationAfter(setActivation(none, 0, 'sigmoid'), 0)).toBe('sigmoid')
    expect(setActivation(none, 0, undefined)).toEqual(none)
  })

  test('a layer that becomes another kind is called by it, and by its old name when it goes back', () => {
    const third = lessonModel.layers.findIndex(({ name }) => name === 'relu3')
    for (const index of [third, third - 1]) {
      const tanh = setActivation(lessonModel, index, 'tanh')
      expect(names(tanh)).toBe(lesson.replace('relu3', 'tanh3'))
      expect(names(setActivation(tanh, index, 'sigmoid'))).toBe(lesson.replace('relu3', 'sigmoid3'))
      expect(setActivation(tanh, index, 'relu')).toEqual(lessonModel)
    }
  })

  test('a name of its own stays, and a taken one is not given twice', () => {
    const named = replaceLayer(lessonModel, 1, { type: 'relu', name: 'bend' })
    expect(setActivation(named, 1, 'tanh').layers[1]).toEqual({ type: 'tanh', name: 'bend' })
    const taken = replaceLayer(lessonModel, 4, { type: 'tanh', name: 'tanh1' })
    expect(modelSpec.safeParse(setActivation(taken, 1, 'tanh')).success).toBe(true)
    // As an earlier version left it.
    const old = replaceLayer(lessonModel, 1, { type: 'tanh', name: 'relu1' })
    expect(setActivation(old, 1, 'sigmoid').layers[1]?.name).toBe('sigmoid1')
  })

  test('the same network, in whatever order its fields are', () => {
    const again = modelSpec.parse(JSON.parse(JSON.stringify(lessonModel)))
    expect(sameModel(lessonModel, again)).toBe(true)
    expect(sameModel(lessonModel, setActivation(lessonModel, 0, 'tanh'))).toBe(false)
  })
})

describe('checks', () => {
  test('the lesson: 62,006 parameters and 651,720 multiply-adds', () => {
    const { shapes, problem } = checkModel(lessonModel, lessonDataset)
    expect(problem).toBeUndefined()
    expect(shapes.reduce((sum, shape) => sum + layerParameters(shape), 0)).toBe(62_006)
    expect(shapes.reduce((sum, shape) => sum + multiplyAdds(shape), 0)).toBe(651_720)
  })

  test('the problem is where it arises, and the layers before it keep their shapes', () => {
    const model = replaceLayer(lessonModel, 3, {
      type: 'conv2d',
      name: 'conv2',
      filters: 16,
      kernelSize: [15, 5],
      strides: [1, 1],
      padding: [0, 0]
    })
    const { shapes, problem } = checkModel(model, lessonDataset)
    expect(shapes).toHaveLength(3)
    expect(problem).toMatchObject({ index: 3 })
    expect(problem?.message).toContain('15 × 5')
  })

  test('a network that does not end in a score for each class', () => {
    const fewer = replaceLayer(lessonModel, 11, { type: 'dense', name: 'fc3', units: 9 })
    expect(checkModel(fewer, lessonDataset).problem).toMatchObject({ index: 11 })
    const maps = { ...lessonModel, layers: lessonModel.layers.slice(0, 3) }
    expect(checkModel(maps, lessonDataset).problem).toMatchObject({ index: 2 })
  })

  test('every preset fits', () => {
    for (const { model } of modelPresets) {
      expect(modelSpec.safeParse(model).success).toBe(true)
      expect(checkModel(model, lessonDataset).problem).toBeUndefined()
    }
    expect(modelPresets.map(({ model }) => countParameters(model))).toEqual([
      62_006, 349_042, 34_058, 273_258, 138_250
    ])
  })
})

describe('fields', () => {
  const conv = lessonModel.layers[0]
  const field = (label: string) =>
    (conv === undefined ? [] : layerFields(conv)).find((one) => one.label === label)

  test('a kernel need not be square', () => {
    const width = field('Filter width')
    expect(width === undefined ? undefined : typedInto(width, '2')).toMatchObject({
      layer: { kernelSize: [5, 2] }
    })
  })

  test.each(['', '0', '2.5', '65', 'five'])('a kernel of “%s” is refused', (text) => {
    const height = field('Filter height')
    expect(height === undefined ? undefined : typedInto(height, text)).toEqual({
      error: 'A whole number from 1 to 64.'
    })
  })
})
