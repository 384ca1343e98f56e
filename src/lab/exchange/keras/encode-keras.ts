import { required } from '../../../core/base/required'
import { z } from '../../../core/base/schema'
import { imageInput } from '../../../core/layers/layer-base'
import { isSequence, type WrittenLayer } from '../../checkpoint/written-layers'
import { type Hdf5Content, writeHdf5 } from '../hdf5/write-hdf5'
import { zipFiles } from '../zip/zip-files'
import { groupNames } from './group-names'
import type { KerasNetwork } from './keras-network'
import { kerasOrder } from './keras-order'
import { notesKey } from './keras-notes'

/** A network as the file that Keras 3 writes: a zip archive with its layers as JSON and its weights as HDF5. */
export async function encodeKeras(network: KerasNetwork): Promise<Uint8Array> {
  const weights = await writeHdf5({ groups: { layers: { groups: weightGroups(network) } } })
  return zipFiles([
    ['metadata.json', JSON.stringify({ keras_version: '3.0.0', [notesKey]: network.notes })],
    ['config.json', JSON.stringify(config(network))],
    ['model.weights.h5', weights]
  ])
}

/** A group for each layer, called by its class: Keras does not look at its name. */
function weightGroups({ layers, weighted }: KerasNetwork): Readonly<Record<string, Hdf5Content>> {
  const order = kerasOrder(layers)
  const names = groupNames(order.map(({ class_name }) => class_name))
  const values = new Map(weighted.map(({ layer, weights }) => [layer, weights]))
  return Object.fromEntries(
    order.map((layer, at): [string, Hdf5Content] => {
      const arrays = Object.fromEntries((values.get(layer) ?? []).map((weight, i) => [String(i), weight]))
      return [
        required(names[at], 'a name of each group'),
        { groups: { vars: { attributes: { name: layer.config.name }, arrays } } }
      ]
    })
  )
}

function config({ inputShape, layers }: KerasNetwork): object {
  const image = layerOf('InputLayer', {
    batch_shape: [null, ...inputShape],
    dtype: 'float32',
    sparse: false,
    name: imageInput
  })
  if (isSequence(layers)) {
    return {
      module: 'keras',
      class_name: 'Sequential',
      config: {
        name: 'tenfold',
        trainable: true,
        dtype: 'float32',
        layers: [image, ...layers.map(({ class_name, config }) => layerOf(class_name, config))]
      },
      registered_name: null
    }
  }
  const shapeOf = outputShapes(inputShape, layers)
  return {
    module: 'keras.src.models.functional',
    class_name: 'Functional',
    config: {
      name: 'tenfold',
      trainable: true,
      layers: [
        { ...image, name: imageInput, inbound_nodes: [] },
        ...layers.map((layer) => ({
          ...layerOf(layer.class_name, layer.config),
          name: layer.config.name,
          inbound_nodes: [{ args: [taken(layer, shapeOf)], kwargs: {} }]
        }))
      ],
      input_layers: [firstOutput(imageInput)],
      output_layers: [firstOutput(layers.at(-1)?.config.name ?? imageInput)]
    },
    registered_name: 'Functional'
  }
}

/** Layers that merge take a list. */
function taken({ class_name, inputs }: WrittenLayer, shapeOf: (name: string) => readonly number[]): object {
  const tensors = inputs.map((input) => ({
    class_name: '__keras_tensor__',
    config: { shape: [null, ...shapeOf(input)], dtype: 'float32', keras_history: firstOutput(input) }
  }))
  const [only, ...others] = tensors
  return only !== undefined && others.length === 0 && !merging.has(class_name) ? only : tensors
}

/** By a layer's name, what it gives. Parts of a layer of ours give what they take, but for zeros around it. */
function outputShapes(
  inputShape: readonly number[],
  layers: readonly WrittenLayer[]
): (name: string) => readonly number[] {
  const shapes = new Map([[imageInput, inputShape]])
  const shapeOf = (name: string): readonly number[] => required(shapes.get(name), 'a layer before')
  for (const { config, inputs, shape } of layers) {
    const [height = 1, width = 1, ...rest] = shapeOf(required(inputs[0], 'an input'))
    const { data: padding } = z.array(z.tuple([z.int(), z.int()])).safeParse(config['padding'])
    const [rows, columns] = padding ?? []
    const part =
      rows === undefined || columns === undefined
        ? shapeOf(required(inputs[0], 'an input'))
        : [height + rows[0] + rows[1], width + columns[0] + columns[1], ...rest]
    shapes.set(config.name, shape?.output ?? part)
  }
  return shapeOf
}

const merging: ReadonlySet<string> = new Set(['Add', 'Concatenate', 'Multiply'])

function layerOf(class_name: string, config: object) {
  return { module: 'keras.layers', class_name, config, registered_name: null }
}

/** Of the first application of a layer. */
const firstOutput = (layer: string): readonly [string, number, number] => [layer, 0, 0]
