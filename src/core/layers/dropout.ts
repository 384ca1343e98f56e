import { z } from '../base/schema'
import { numberIn } from '../base/number-in'
import { kerasName } from './keras-layer'
import { type LayerKind, plainLayer } from './layer-kind'
import { drawLimit, type RandomMask } from './layer-draws'
import { layerBase } from './layer-base'
import { tfjsSetting } from './tfjs-setting'

const rate = { min: 0, max: 0.99, whole: false }

/**
 * Inverted dropout as in PyTorch: while training, each value becomes 0 with probability `rate`, or else is divided
 * by 1 - rate; in prediction nothing happens. Which values become 0 follows from the layer's draws (layer-draws.ts).
 */
const schema = z.object({
  type: z.literal('dropout'),
  ...layerBase,
  rate: numberIn('the dropout rate', rate.min, rate.max)
})

const kerasDropout = z.object({
  name: kerasName,
  rate: z.number(),
  noise_shape: z.null('a mask that is shared along an axis is not supported').optional()
})

export const dropout: LayerKind<typeof schema> = {
  ...plainLayer,
  schema,
  stem: 'drop',
  fresh: { rate: 0.25 },
  fields: { rate },
  place: 'afterActivation',
  trainsDifferently: true,
  draws: true,
  zeroGradients: 'kept',
  fit: (_, input) => ({ output: input, parameters: [] }),
  pytorch: ({ layer }) => ({ module: `nn.Dropout(${layer.rate})` }),
  tfjs: ({ layer }) => [{ type: 'dropout', settings: [tfjsSetting('rate', layer.rate)], named: true }],
  onnx: () => [],
  encodeKeras: ({ name, rate }) => [{ class_name: 'Dropout', config: { name, rate } }],
  decodeKeras: {
    Dropout(reading) {
      const { name, rate } = reading.parse(kerasDropout)
      reading.add(name, { type: 'dropout', rate })
    }
  }
}

/** The mask of a training step. It keeps the sum of all values the same on average. */
export function dropoutMask(rate: number): RandomMask {
  return { threshold: Math.round(rate * drawLimit), scale: 1 / (1 - rate) }
}
