import { z } from '../base/schema'
import { codePair } from './code-pair'
import { kerasDataFormat, kerasMargins, kerasName, kerasPadding, kerasPair } from './keras-layer'
import { type LayerKind, plainLayer, type SlidingWindow } from './layer-kind'
import { layerBase } from './layer-base'
import { onnxNode, onnxWindow } from './onnx-node'
import { slide, windowRange, windowSize } from './window-size'
import { tfjsSetting } from './tfjs-setting'

/** What every kind of pooling looks like as data. */
export function poolingSchema<T extends string>(type: T) {
  return z.object({ type: z.literal(type), ...layerBase, poolSize: windowSize, strides: windowSize })
}
type PoolingSchema<T extends string> = ReturnType<typeof poolingSchema<T>>

const kerasPooling = z.object({
  name: kerasName,
  pool_size: kerasPair.default([2, 2]),
  strides: kerasPair.nullish(),
  padding: kerasPadding,
  data_format: kerasDataFormat
})

/**
 * What all kinds of pooling share: a window that slides over each channel by itself, without padding.
 * @param names the class in torch.nn, the function in tf.layers, the class in Keras, the operator in ONNX
 */
export function poolingLayer<T extends string>(
  schema: PoolingSchema<T>,
  names: {
    readonly type: T
    readonly pytorch: string
    readonly tfjs: string
    readonly keras: string
    readonly onnx: string
  },
  zeroGradients: LayerKind<PoolingSchema<T>>['zeroGradients']
): LayerKind<PoolingSchema<T>> {
  return {
    ...plainLayer,
    schema,
    stem: 'pool',
    fresh: { poolSize: [2, 2], strides: [2, 2] },
    fields: { poolSize: windowRange, strides: windowRange },
    family: 'pooling',
    zeroGradients,

    fit: (layer, input) => ({
      output: slide(layer.name, slidingWindow(layer), input, false),
      parameters: []
    }),
    adapt: (layer, [rows = 0, columns = 0]) =>
      rows < layer.poolSize[0] || columns < layer.poolSize[1] ? undefined : layer,
    slidingWindow,

    pytorch: ({ layer }) => ({
      module: `nn.${names.pytorch}(${codePair(layer.poolSize, '()')}, ${codePair(layer.strides, '()')})`
    }),
    tfjs: ({ layer }) => [
      {
        type: names.tfjs,
        settings: [
          tfjsSetting('poolSize', codePair(layer.poolSize, '[]')),
          tfjsSetting('strides', codePair(layer.strides, '[]'))
        ],
        named: true
      }
    ],

    onnx: ({ layer }, { inputs, output }) => [
      onnxNode(names.onnx, inputs, output, onnxWindow(slidingWindow(layer)))
    ],

    encodeKeras: ({ name, poolSize, strides }) => [
      {
        class_name: names.keras,
        config: { name, pool_size: poolSize, strides, padding: 'valid', data_format: 'channels_last' }
      }
    ],
    decodeKeras: {
      [names.keras](reading) {
        const layer = reading.parse(kerasPooling)
        const strides = layer.strides ?? layer.pool_size
        const margins = kerasMargins(reading, layer.padding, layer.pool_size, strides)
        if (margins.flat().some((n) => n !== 0)) {
          throw reading.refuse('pads the image, which pooling layers here do not support')
        }
        reading.add(layer.name, { type: names.type, poolSize: layer.pool_size, strides })
      }
    }
  }
}

function slidingWindow({
  poolSize,
  strides
}: {
  readonly poolSize: readonly [number, number]
  readonly strides: readonly [number, number]
}): SlidingWindow {
  return { size: poolSize, strides, padding: [0, 0] }
}
