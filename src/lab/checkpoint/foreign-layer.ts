import { kerasActivation, kerasName } from '../../core/layers/keras-layer'
import { z } from '../../core/base/schema'

/**
 * What a foreign network has and ours has no layer for: it becomes part of the network as a whole, or another layer.
 */
export const foreignLayer = {
  /** Of layers with weights it matters here, but Keras writes it in all of them. */
  any: z.object({ trainable: z.boolean().nullish() }),
  /** Numbers for all channels, or one for each. */
  rescaling: z.object({
    scale: z.union([z.number(), z.array(z.number()).min(1)]),
    offset: z.union([z.number(), z.array(z.number()).min(1)]).default(0)
  }),
  activation: z.object({ name: kerasName, activation: kerasActivation }),
  softmax: z.object({ axis: z.literal(-1, 'softmax must go over the last axis').nullish() })
}

/** Where the first layer says what the network takes: [batch, height, width, channels]. */
const batchShape = z
  .tuple(
    [z.int().nullable(), z.int(), z.int(), z.int()],
    'the input must be images: [null, height, width, channels]'
  )
  .transform(([, height, width, channels]): [number, number, number] => [height, width, channels])
export const inputLayer = z.object({
  batch_input_shape: batchShape.optional(),
  batch_shape: batchShape.optional()
})
