import { pixelRange } from './pixel-range'
import { z } from './schema'
import { within } from './within'

/** [height, width], in pixels. */
const size = z.tuple([z.int().min(1).max(64), z.int().min(1).max(64)])
const padding = z.tuple([z.int().min(0).max(32), z.int().min(0).max(32)])
const name = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_]{0,39}$/, 'a layer name is a letter followed by letters, digits or _')

export const layerSpec = z.discriminatedUnion('type', [
  /** Cross-correlation as in PyTorch's Conv2d. kernel: f32[kh, kw, in, filters], bias: f32[filters]. */
  z.object({
    type: z.literal('conv2d'),
    name,
    filters: z.int().min(1).max(1024),
    kernelSize: size,
    strides: size,
    padding
  }),
  z.object({ type: z.literal('maxPool2d'), name, poolSize: size, strides: size }),
  z.object({ type: z.literal('averagePool2d'), name, poolSize: size, strides: size }),
  z.object({ type: z.literal('relu'), name }),
  z.object({ type: z.literal('tanh'), name }),
  z.object({ type: z.literal('sigmoid'), name }),
  z.object({ type: z.literal('flatten'), name }),
  /** kernel: f32[in, units], bias: f32[units]. */
  z.object({ type: z.literal('dense'), name, units: z.int().min(1).max(8192) }),
  /**
   * Inverted dropout as in PyTorch: while training, each value becomes 0 with probability `rate`, or else is divided
   * by 1 - rate; in prediction nothing happens. Which values become 0 is defined in dropout-mask.ts.
   */
  z.object({ type: z.literal('dropout'), name, rate: within('the dropout rate', 0, 0.99) }),
  /**
   * As PyTorch's BatchNorm2d and BatchNorm1d: over channels for images, over features once flat.
   * y = gamma * (x - mean) / sqrt(variance + epsilon) + beta, where mean and variance (biased) are those of the batch
   * while training, and the moving ones in prediction. Each training step: moving <- (1 - momentum) * moving +
   * momentum * batch's, with the unbiased variance. gamma, beta, moving_mean, moving_variance: f32[channels].
   */
  z.object({
    type: z.literal('batchNorm'),
    name,
    momentum: within('the batch normalisation momentum', 0, 1)
      // TensorFlow.js keeps 1 - momentum; few decimals survive that subtraction exactly.
      .refine(
        (x) => Math.round(x * 1e6) / 1e6 === x,
        'the batch normalisation momentum has at most 6 decimals'
      )
      .default(0.1),
    epsilon: within('the batch normalisation epsilon', 1e-12, 1).default(1e-5)
  })
])
export type LayerSpec = z.infer<typeof layerSpec>

/**
 * A network as data: what goes in, layer after layer. The last layer's outputs are the logits, one a class.
 * Activations are laid out [N, height, width, channels], as in TensorFlow.
 */
export const modelSpec = z
  .object({
    /** [height, width, channels] of one input image. */
    inputShape: z.tuple([z.int().min(1).max(512), z.int().min(1).max(512), z.int().min(1).max(16)]),
    /** What bytes become before the first layer; -1 to 1 where nothing is said. */
    pixels: pixelRange.optional(),
    layers: z.array(layerSpec).min(1).max(64)
  })
  .refine(
    (spec) => new Set(spec.layers.map((layer) => layer.name)).size === spec.layers.length,
    'two layers have the same name'
  )
export type ModelSpec = z.infer<typeof modelSpec>
