import { assertNever } from '../../core/assert-never'
import { weightsFileName } from '../../core/checkpoint-files'
import { parameterShapes } from '../../core/infer-shapes'
import type { LayerSpec, ModelSpec } from '../../core/model-spec'
import type { LayerJson } from './layers-model'

/**
 * The network as model.json of a TensorFlow.js layers model: what `tf.loadLayersModel` reads.
 * Padding becomes a ZeroPadding2D layer of its own, since Keras's `same` pads differently from PyTorch.
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

function encodeLayer(layer: LayerSpec): LayerJson[] {
  const { name } = layer
  switch (layer.type) {
    case 'conv2d': {
      const convolution = {
        class_name: 'Conv2D',
        config: {
          name,
          filters: layer.filters,
          kernel_size: layer.kernelSize,
          strides: layer.strides,
          padding: 'valid',
          data_format: 'channels_last',
          activation: 'linear',
          use_bias: true
        }
      }
      const [height, width] = layer.padding
      if (height === 0 && width === 0) return [convolution]
      // A dot cannot occur in a layer's own name, so this one is never taken.
      const frame = {
        name: `${name}.padding`,
        padding: [
          [height, height],
          [width, width]
        ],
        data_format: 'channels_last'
      }
      return [{ class_name: 'ZeroPadding2D', config: frame }, convolution]
    }
    case 'maxPool2d':
    case 'averagePool2d':
      return [
        {
          class_name: layer.type === 'maxPool2d' ? 'MaxPooling2D' : 'AveragePooling2D',
          config: {
            name,
            pool_size: layer.poolSize,
            strides: layer.strides,
            padding: 'valid',
            data_format: 'channels_last'
          }
        }
      ]
    case 'relu':
    case 'tanh':
    case 'sigmoid':
      return [{ class_name: 'Activation', config: { name, activation: layer.type } }]
    case 'flatten':
      return [{ class_name: 'Flatten', config: { name, data_format: 'channels_last' } }]
    case 'dense':
      return [
        { class_name: 'Dense', config: { name, units: layer.units, activation: 'linear', use_bias: true } }
      ]
    case 'dropout':
      return [{ class_name: 'Dropout', config: { name, rate: layer.rate } }]
    case 'batchNorm':
      return [
        {
          class_name: 'BatchNormalization',
          config: {
            name,
            axis: -1,
            // Keras counts what is kept, PyTorch what is new.
            momentum: 1 - layer.momentum,
            epsilon: layer.epsilon,
            center: true,
            scale: true
          }
        }
      ]
    default:
      return assertNever(layer)
  }
}
