import { z } from '../base/schema'
import { bareSchema } from './activation'
import { kerasDataFormat, kerasName } from './keras-layer'
import { type LayerKind, plainLayer } from './layer-kind'
import { onnxInt, onnxOperator } from './onnx-node'
import { volume } from './shape'
import type { FeatureOrder } from './torch-tensor'

const schema = bareSchema('flatten')
const kerasFlatten = z.object({ name: kerasName, data_format: kerasDataFormat })

/** [height, width, channels] -> [height * width * channels], in this order, as in TensorFlow. */
export const flatten: LayerKind<typeof schema> = {
  ...plainLayer,
  schema,
  stem: 'flatten',
  fresh: {},
  fields: {},
  fit: (_, input) => ({ output: [volume(input)], parameters: [] }),
  pytorch: () => ({ call: (x) => `torch.flatten(${x}, 1)` }),
  tfjs: () => [{ type: 'flatten', settings: [], named: true }],
  featureOrder: ({ input }, [order]) => (input.length === 3 ? channelsFirst(input) : order),
  onnx: onnxOperator('Flatten', { axis: onnxInt(1) }),
  encodeKeras: ({ name }) => [{ class_name: 'Flatten', config: { name, data_format: 'channels_last' } }],
  decodeKeras: {
    Flatten: (reading) => {
      reading.add(reading.parse(kerasFlatten).name, { type: 'flatten' })
    }
  }
}

function channelsFirst([height, width, channels]: readonly [number, number, number]): FeatureOrder {
  if (height * width === 1 || channels === 1) return undefined
  const order = new Int32Array(height * width * channels)
  for (let channel = 0, i = 0; channel < channels; channel++)
    for (let place = 0; place < height * width; place++, i++) order[i] = place * channels + channel
  return order
}
