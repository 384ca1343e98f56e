import { weightsFileName } from '../../core/checkpoint/checkpoint-files'
import { parameterShapes } from '../../core/model/infer-shapes'
import type { KerasLayer } from '../../core/layers/keras-layer'
import { kindOf, type LayerSpec } from '../../core/layers/layer-kinds'
import type { ModelSpec } from '../../core/model/model-spec'

/**
 * The network as model.json of a TensorFlow.js layers model: what `tf.loadLayersModel` reads.
 */
export function encodeLayersModel(model: ModelSpec): object {
  const layers = model.layers.flatMap(encodeLayer)
  const [first, ...rest] = layers
  return {
    format: 'layers-model',
    generatedBy: 'Tenfold',
    convertedBy: null,
    ...(model.pixels === undefined ? {} : { userDefinedMetadata: { pixels: model.pixels } }),
    modelTopology: {
      class_name: 'Sequential',
      config: {
        name: 'tenfold',
        layers: [
          {
            class_name: first?.class_name,
            config: { ...first?.config, batch_input_shape: [null, ...model.inputShape], dtype: 'float32' }
          },
          ...rest
        ]
      },
      keras_version: '2.12.0',
      backend: 'tensorflow'
    },
    weightsManifest: [
      {
        paths: [weightsFileName],
        weights: parameterShapes(model).map(({ name, shape }) => ({ name, shape, dtype: 'float32' }))
      }
    ]
  }
}

function encodeLayer(layer: LayerSpec): readonly KerasLayer[] {
  return kindOf(layer).encodeKeras(layer)
}
