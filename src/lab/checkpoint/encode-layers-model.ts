import { weightsFileName } from '../../core/checkpoint/checkpoint-files'
import { required } from '../../core/base/required'
import type { KerasLayer, NamedKerasLayer } from '../../core/layers/keras-layer'
import { imageInput } from '../../core/layers/layer-base'
import { imageSource } from '../../core/layers/layer-kind'
import { kindOf, type LayerShape } from '../../core/layers/layer-kinds'
import { inferShapes } from '../../core/model/infer-shapes'
import { isChain } from '../../core/model/layer-graph'
import type { ModelSpec } from '../../core/model/model-spec'
import type { OwnMetadata } from './layers-model'

/**
 * The network as model.json of a TensorFlow.js layers model: what `tf.loadLayersModel` reads. It is a Sequential model
 * where each layer follows the one before it, and a functional one where there are branches.
 */
export function encodeLayersModel(model: ModelSpec): object {
  const shapes = inferShapes(model)
  const parameters = shapes.flatMap((shape) => shape.parameters)
  return {
    format: 'layers-model',
    generatedBy: 'Tenfold',
    convertedBy: null,
    ...metadataOf(model),
    modelTopology: {
      ...(isChain(shapes) ? sequential(model.inputShape, shapes) : functional(model.inputShape, shapes)),
      keras_version: '2.12.0',
      backend: 'tensorflow'
    },
    weightsManifest: [
      {
        paths: [weightsFileName],
        weights: parameters.map(({ name, shape }) => ({ name, shape, dtype: 'float32' }))
      }
    ]
  }
}

function metadataOf({ pixels, layers }: ModelSpec): { readonly userDefinedMetadata?: OwnMetadata } {
  const starts = layers.flatMap((layer) =>
    'initialisation' in layer && layer.initialisation !== undefined
      ? [[layer.name, layer.initialisation] as const]
      : []
  )
  if (pixels === undefined && starts.length === 0) return {}
  return {
    userDefinedMetadata: {
      ...(pixels === undefined ? {} : { pixels }),
      ...(starts.length === 0 ? {} : { initialisations: Object.fromEntries(starts) })
    }
  }
}

interface Topology {
  readonly class_name: string
  readonly config: object
}

function sequential(inputShape: readonly number[], shapes: readonly LayerShape[]): Topology {
  const [first, ...rest] = shapes.flatMap(written)
  return {
    class_name: 'Sequential',
    config: {
      name: 'tenfold',
      layers: [
        { class_name: first?.class_name, config: { ...first?.config, ...taking(inputShape) } },
        ...rest
      ]
    }
  }
}

function functional(inputShape: readonly number[], shapes: readonly LayerShape[]): Topology {
  const image = {
    class_name: 'InputLayer',
    config: { ...taking(inputShape), sparse: false, name: imageInput }
  }
  const nameAt = (place: number): string =>
    place === imageSource ? imageInput : required(shapes[place], 'a layer before').layer.name
  return {
    class_name: 'Functional',
    config: {
      name: 'tenfold',
      layers: [
        node(image, []),
        ...shapes.flatMap((shape) => {
          const sources = shape.sources.map(nameAt)
          const parts = written(shape)
          return parts.map((layer, i) => {
            const before = parts[i - 1]
            return node(layer, before === undefined ? sources : [before.config.name])
          })
        })
      ],
      input_layers: [tensor(imageInput)],
      output_layers: [tensor(nameAt(shapes.length - 1))]
    }
  }
}

const taking = (inputShape: readonly number[]): KerasLayer['config'] => ({
  batch_input_shape: [null, ...inputShape],
  dtype: 'float32'
})

/** A layer that is applied once, to the outputs of those that are named. */
function node({ class_name, config }: NamedKerasLayer, inputs: readonly string[]): object {
  const applied = inputs.map((input) => [...tensor(input), {}])
  return { class_name, config, name: config.name, inbound_nodes: applied.length === 0 ? [] : [applied] }
}

/** The first output of the first application of a layer. */
const tensor = (layer: string): readonly [string, number, number] => [layer, 0, 0]

/** The last of the layers that one becomes has its weights, if there are any. */
function written({ layer }: LayerShape): readonly NamedKerasLayer[] {
  const layers = kindOf(layer).encodeKeras(layer)
  if (layer.frozen !== true) return layers
  return layers.map((one, i) =>
    i === layers.length - 1 ? { ...one, config: { ...one.config, trainable: false } } : one
  )
}
