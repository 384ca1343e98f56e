import { z } from '../base/schema'
import { bareSchema } from './activation'
import { kerasDataFormat, kerasName } from './keras-layer'
import { type LayerKind, plainLayer } from './layer-kind'
import { volume } from './shape'

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
  encodeKeras: ({ name }) => [{ class_name: 'Flatten', config: { name, data_format: 'channels_last' } }],
  decodeKeras: {
    Flatten: (reading) => {
      reading.add(reading.parse(kerasFlatten).name, { type: 'flatten' })
    }
  }
}
