import { z } from '../base/schema'
import { LabError } from '../base/lab-error'
import { kerasDataFormat, kerasName } from './keras-layer'
import { layerBase } from './layer-base'
import { type LayerKind, plainLayer } from './layer-kind'
import { onnxInt, onnxNode } from './onnx-node'

/** What every kind of global pooling looks like as data. */
export function globalPoolingSchema<T extends string>(type: T) {
  return z.object({ type: z.literal(type), ...layerBase })
}
type GlobalPoolingSchema<T extends string> = ReturnType<typeof globalPoolingSchema<T>>

const kerasGlobalPooling = z.object({
  name: kerasName,
  data_format: kerasDataFormat,
  keepdims: z.literal(false, 'keepdims is not supported').nullish()
})

/**
 * What all kinds of global pooling share: each map becomes one value, whatever its size.
 * [height, width, channels] -> [channels]
 * @param names in tf.layers, Keras and ONNX
 */
export function globalPoolingLayer<T extends string>(
  schema: GlobalPoolingSchema<T>,
  names: { readonly type: T; readonly tfjs: string; readonly keras: string; readonly onnx: string },
  own: Pick<LayerKind<GlobalPoolingSchema<T>>, 'pytorch' | 'zeroGradients'>
): LayerKind<GlobalPoolingSchema<T>> {
  return {
    ...plainLayer,
    ...own,
    schema,
    stem: 'pool',
    fresh: {},
    fields: {},
    family: 'globalPooling',
    fit({ name }, input) {
      if (input.length === 3) return { output: [input[2]], parameters: [] }
      throw new LabError(
        'invalid-input',
        `Layer ${name} pools whole maps, but its input is flat (${input[0]} values).`,
        'Put it in place of the flatten layer.'
      )
    },
    featureOrder: () => undefined,
    tfjs: () => [{ type: names.tfjs, settings: [], named: true }],
    onnx(_, { inputs, output, own }) {
      const maps = own('maps')
      return [onnxNode(names.onnx, inputs, maps), onnxNode('Flatten', [maps], output, { axis: onnxInt(1) })]
    },
    encodeKeras: ({ name }) => [{ class_name: names.keras, config: { name, data_format: 'channels_last' } }],
    decodeKeras: {
      [names.keras](reading) {
        reading.add(reading.parse(kerasGlobalPooling).name, { type: names.type })
      }
    }
  }
}
