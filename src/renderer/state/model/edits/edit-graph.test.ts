import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { lessonDataset } from '../../../../core/data/lesson-dataset'
import { layerTypes, type LayerSpec } from '../../../../core/layers/layer-kinds'
import { layerTexts } from '../../../../core/layers/layer-texts'
import { sourceFinder } from '../../../../core/model/layer-graph'
import { lessonModel } from '../../../../core/model/lesson-model'
import { modelSpec, mostLayers, type ModelSpec } from '../../../../core/model/model-spec'
import { checkModel } from '../check-model'
import { addLayer } from './add-layer'
import { activations } from './layer-family'
import { flattenBefore } from './flatten-before'
import { makeResidual } from './make-residual'
import { moveLayer } from './move-layer'
import { removeLayer } from './remove-layer'
import { replaceLayer } from './replace-layer'
import { setActivation } from './set-activation'
import { setInputs } from './set-inputs'

/** `conv2 relu2 add1(conv2,relu1)`: names, and the inputs that do not follow from the order. */
const written = ({ layers }: ModelSpec): string =>
  layers.map(({ name, inputs }) => (inputs === undefined ? name : `${name}(${inputs.join()})`)).join(' ')

const conv = (name: string, inputs?: string[]): LayerSpec => ({
  type: 'conv2d',
  name,
  filters: 8,
  kernelSize: [3, 3],
  strides: [1, 1],
  padding: [1, 1],
  ...(inputs === undefined ? {} : { inputs })
})
const relu = (name: string): LayerSpec => ({ type: 'relu', name })

const head: readonly LayerSpec[] = [
  { type: 'flatten', name: 'flatten' },
  { type: 'dense', name: 'fc1', units: 10 }
]
const withHead = (...layers: readonly LayerSpec[]): ModelSpec => ({
  inputShape: lessonModel.inputShape,
  layers: [...layers, ...head]
})

const chain = withHead(conv('conv1'), relu('relu1'), conv('conv2'), relu('relu2'))
const block = withHead(
  conv('conv1'),
  relu('relu1'),
  conv('conv2'),
  { type: 'add', name: 'add1', inputs: ['conv2', 'relu1'] },
  relu('relu2')
)
const blockText = 'conv1 relu1 conv2 add1(conv2,relu1) relu2 flatten fc1'
const inception = withHead(conv('conv1'), conv('left'), conv('right', ['conv1']), conv('right2'), {
  type: 'concatenate',
  name: 'concat1',
  inputs: ['left', 'right2']
})

const at = ({ layers }: ModelSpec, name: string): number => layers.findIndex((layer) => layer.name === name)

describe('a layer that is put in', () => {
  test('takes over the readers of the layer before it', () => {
    expect(written(addLayer(block, at(block, 'relu1'), 'dropout').model)).toBe(
      'conv1 relu1 drop1 conv2 add1(conv2,drop1) relu2 flatten fc1'
    )
    expect(written(addLayer(inception, at(inception, 'conv1'), 'conv2d').model)).toBe(
      'conv1 conv2 relu1 left right(relu1) right2 concat1(left,right2) flatten fc1'
    )
  })

  test('takes over what read the image, first in the network', () => {
    const twice = withHead(conv('a'), conv('b', ['image']), { type: 'add', name: 'add1', inputs: ['a', 'b'] })
    expect(written(addLayer(twice, -1, 'batchNorm').model)).toBe('bn1 a b(bn1) add1(a,b) flatten fc1')
  })

  test('adds the nearest output before it that has the same shape', () => {
    expect(written(addLayer(chain, at(chain, 'conv2'), 'add').model)).toBe(
      'conv1 relu1 conv2 relu2 add1(relu2,relu1) flatten fc1'
    )
    expect(checkModel(addLayer(chain, 2, 'add').model, lessonDataset).problem).toBeUndefined()
  })

  test('shows what does not fit where no output has the same shape', () => {
    const { model, index } = addLayer(lessonModel, 3, 'add')
    expect(checkModel(model, lessonDataset).problem).toMatchObject({ index })
    expect(model.layers[index]?.name).toBe('add1')
  })

  test('joins channels of images of one size', () => {
    expect(written(addLayer(chain, 0, 'concatenate').model)).toBe(
      'conv1 relu1 concat1(relu1,image) conv2 relu2 flatten fc1'
    )
  })
})

describe('a flatten layer before a dense one', () => {
  test('is put where it was taken out, and the network can be trained', () => {
    const without = removeLayer(chain, at(chain, 'flatten')).model
    const edited = flattenBefore(without, at(without, 'fc1'))
    expect(written(edited)).toBe('conv1 relu1 conv2 relu2 flatten1 fc1')
    expect(checkModel(edited, lessonDataset).problem).toBeUndefined()
  })

  test('leaves the other readers of the maps as they are', () => {
    const model = withHead(
      conv('a'),
      { type: 'dense', name: 'side', units: 3, inputs: ['a'] },
      conv('b', ['a'])
    )
    expect(written(flattenBefore(model, 1))).toMatch(/^a \S+ side b\(a\) /)
  })

  test('changes nothing where the input is a row already, or an earlier layer does not fit', () => {
    for (const index of chain.layers.keys()) expect(flattenBefore(chain, index)).toBe(chain)
    const broken = withHead(
      conv('a'),
      { type: 'dense', name: 'b', units: 3 },
      { type: 'dense', name: 'c', units: 3 }
    )
    expect(flattenBefore(broken, 2)).toBe(broken)
  })
})

describe('a layer that is taken out', () => {
  test('leaves its input to its readers', () => {
    expect(written(removeLayer(inception, at(inception, 'right')).model)).toBe(
      'conv1 left right2(conv1) concat1(left,right2) flatten fc1'
    )
    expect(written(removeLayer(inception, at(inception, 'conv1')).model)).toBe(
      'left right(image) right2 concat1(left,right2) flatten fc1'
    )
  })

  test('ends a shortcut past nothing', () => {
    expect(written(removeLayer(block, at(block, 'conv2')).model)).toBe('conv1 relu1 relu2 flatten fc1')
  })

  test('that put branches together gives way to the longest of them', () => {
    expect(written(removeLayer(block, at(block, 'add1')).model)).toBe('conv1 relu1 conv2 relu2 flatten fc1')
    expect(written(removeLayer(inception, at(inception, 'concat1')).model)).toBe(
      'conv1 right right2 flatten fc1'
    )
  })

  test('stays where nothing would be left', () => {
    const tiny: ModelSpec = {
      ...lessonModel,
      layers: [conv('conv1'), { type: 'concatenate', name: 'concat1', inputs: ['conv1', 'image'] }]
    }
    expect(removeLayer(tiny, 0)).toEqual({ model: tiny, index: 0 })
  })
})

describe('a layer that is moved', () => {
  test('passes its neighbour on its own way, and comes back', () => {
    const right = moveLayer(inception, at(inception, 'right'), 1)
    expect(written(right.model)).toBe('conv1 left right2(conv1) right concat1(left,right) flatten fc1')
    expect(moveLayer(right.model, right.index, -1).model).toEqual(inception)
  })

  test.each([
    ['conv1', 1],
    ['conv2', 1],
    ['conv2', -1],
    ['add1', 1],
    ['add1', -1],
    ['flatten', -1]
  ] as const)('%s stays before and behind points where branches part or meet (%d)', (name, direction) => {
    expect(moveLayer(block, at(block, name), direction).model).toBe(block)
  })
})

describe('a shortcut', () => {
  test('leads past a convolution and its normalisation, and is added before the activation', () => {
    const edited = makeResidual(addLayer(chain, at(chain, 'conv2'), 'batchNorm').model, at(chain, 'conv2'))
    expect(edited === undefined ? '' : written(edited.model)).toBe(
      'conv1 relu1 conv2 bn1 add1(bn1,relu1) relu2 flatten fc1'
    )
    const usual = makeResidual(chain, at(chain, 'conv2'))
    expect(usual === undefined ? '' : written(usual.model)).toBe(blockText)
  })

  test('goes through a 1 × 1 convolution where the sizes differ', () => {
    const edited = makeResidual(chain, 0)
    expect(edited === undefined ? '' : written(edited.model)).toBe(
      'conv1 conv3(image) add1(conv1,conv3) relu1 conv2 relu2 flatten fc1'
    )
    expect(edited?.model.layers[1]).toMatchObject({ kernelSize: [1, 1], filters: 8, padding: [0, 0] })
  })

  test('does not fit past a convolution without padding, or a layer that computes nothing', () => {
    expect(makeResidual(lessonModel, 0)).toBeUndefined()
    expect(makeResidual(lessonModel, 2)).toBeUndefined()
    expect(makeResidual(lessonModel, 11)).toBeUndefined()
  })
})

describe('names and links', () => {
  test('a new name is a new name for the readers too', () => {
    const renamed = setActivation(block, at(block, 'relu1'), 'tanh')
    expect(written(renamed)).toBe(blockText.replaceAll('relu1', 'tanh1'))
    expect(setActivation(renamed, 1, 'relu')).toEqual(block)
  })

  test('another layer in the same place keeps its inputs', () => {
    const wider = replaceLayer(inception, at(inception, 'right'), conv('wide'))
    expect(written(wider)).toBe(written(inception).replace('right(', 'wide('))
  })

  test('a connection is made and shown where it leads nowhere', () => {
    const cut = setInputs(chain, at(chain, 'conv2'), ['conv1'])
    expect(written(cut)).toBe('conv1 relu1 conv2(conv1) relu2 flatten fc1')
    expect(checkModel(cut, lessonDataset).problem).toMatchObject({
      index: 1,
      message: 'Layer relu1 leads nowhere: no layer takes its output.'
    })
    expect(setInputs(cut, at(cut, 'conv2'), ['relu1'])).toEqual(chain)
  })
})

test('no edit leaves a name without a layer, an input that comes later or a layer that leads nowhere', () => {
  const added = layerTypes.filter((type) => layerTexts[type].menu !== undefined)
  const edit = fc.record({
    place: fc.nat(),
    kind: fc.constantFrom('add', 'remove', 'left', 'right', 'residual', 'activation'),
    type: fc.constantFrom(...added),
    activation: fc.constantFrom(undefined, ...activations)
  })
  fc.assert(
    fc.property(
      fc.constantFrom(chain, block, inception, lessonModel),
      fc.array(edit, { maxLength: 14 }),
      (start, edits) => {
        let model = start
        for (const { place, kind, type, activation } of edits) {
          const index = place % model.layers.length
          const edited = {
            add: () => addLayer(model, (place % (model.layers.length + 1)) - 1, type),
            remove: () => removeLayer(model, index),
            left: () => moveLayer(model, index, -1),
            right: () => moveLayer(model, index, 1),
            residual: () => makeResidual(model, index) ?? { model, index },
            activation: () => ({ model: setActivation(model, index, activation), index: 0 })
          }[kind]()
          model = edited.model
          expect(model.layers[edited.index]).toBeDefined()
          const names = new Set(model.layers.map(({ name }) => name))
          expect(names.size).toBe(model.layers.length)
          const sourcesAt = sourceFinder(model.layers)
          const taken = new Set(model.layers.flatMap((_, at) => sourcesAt(at)))
          expect(model.layers.slice(0, -1).filter((_, i) => !taken.has(i))).toEqual([])
          if (model.layers.length <= mostLayers) expect(modelSpec.safeParse(model).success).toBe(true)
        }
      }
    )
  )
})

test('what a shortcut adds can be trained like any other network', () => {
  const places = fc.nat({ max: 5 })
  fc.assert(
    fc.property(places, (place) => {
      const edited = makeResidual(chain, place)
      if (edited !== undefined) expect(checkModel(edited.model, lessonDataset).problem).toBeUndefined()
    })
  )
})
