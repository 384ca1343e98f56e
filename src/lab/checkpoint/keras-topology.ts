import { imageInput } from '../../core/layers/layer-base'
import type { KerasDialect } from '../../core/layers/keras-layer'
import type { ModelSpec } from '../../core/model/model-spec'
import type { OwnMetadata } from './layers-model'
import { isSequence, type WrittenLayer } from './written-layers'

interface Topology {
  readonly class_name: string
  readonly config: object
}

/**
 * A topology as TensorFlow.js and Keras 2 have it, which Keras 3 reads too: a Sequential model where each layer follows the
 * one before it, and a functional one where there are branches.
 * @param inputShape [height, width, channels]
 */
export function kerasTopology(
  inputShape: readonly number[],
  layers: readonly WrittenLayer[],
  dialect: Exclude<KerasDialect, 'keras3'>
): Topology {
  return isSequence(layers) ? sequential(inputShape, layers, dialect) : functional(inputShape, layers)
}

/** What a file says of a network besides its layers, so that nothing gets lost on the way out and back. */
export function metadataOf({ pixels, layers }: ModelSpec): Omit<OwnMetadata, 'classes'> {
  const starts = layers.flatMap((layer) =>
    'initialisation' in layer && layer.initialisation !== undefined
      ? [[layer.name, layer.initialisation] as const]
      : []
  )
  return {
    ...(pixels === undefined ? {} : { pixels }),
    ...(starts.length === 0 ? {} : { initialisations: Object.fromEntries(starts) })
  }
}

function sequential(
  inputShape: readonly number[],
  layers: readonly WrittenLayer[],
  dialect: KerasDialect
): Topology {
  const plain = layers.map(({ class_name, config }) => ({ class_name, config }))
  const [first, ...rest] = plain
  return {
    class_name: 'Sequential',
    config: {
      name: 'tenfold',
      layers:
        // Keras 3 reads it wrong where it is in the first layer.
        dialect === 'keras2'
          ? [{ class_name: 'InputLayer', config: imageConfig(inputShape) }, ...plain]
          : [{ class_name: first?.class_name, config: { ...first?.config, ...taking(inputShape) } }, ...rest]
    }
  }
}

function functional(inputShape: readonly number[], layers: readonly WrittenLayer[]): Topology {
  return {
    class_name: 'Functional',
    config: {
      name: 'tenfold',
      layers: [
        { class_name: 'InputLayer', config: imageConfig(inputShape), name: imageInput, inbound_nodes: [] },
        ...layers.map(({ class_name, config, inputs }) => ({
          class_name,
          config,
          name: config.name,
          // Applied once.
          inbound_nodes: [inputs.map((input) => [...firstOutput(input), {}])]
        }))
      ],
      input_layers: [firstOutput(imageInput)],
      output_layers: [firstOutput(layers.at(-1)?.config.name ?? imageInput)]
    }
  }
}

const taking = (inputShape: readonly number[]) => ({
  batch_input_shape: [null, ...inputShape],
  dtype: 'float32'
})

const imageConfig = (inputShape: readonly number[]) => ({
  ...taking(inputShape),
  sparse: false,
  name: imageInput
})

/** Of the first application of a layer. */
const firstOutput = (layer: string): readonly [string, number, number] => [layer, 0, 0]
