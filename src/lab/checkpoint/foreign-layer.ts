import { z } from '../../core/schema'

const both = (n: number): [number, number] => [n, n]
/** One number for both directions, or one for each: [height, width]. */
const pairOf = (n: z.ZodInt) =>
  z.union([z.tuple([n, n]), n.transform(both), z.tuple([n]).transform(([only]) => both(only))])
/** At least 1: a window, a stride. The network's own limits are checked once it is put together. */
const pair = pairOf(z.int().min(1).max(65_536))
const pixels = z.int().min(0).max(65_536)
const frame = z.union([
  z.tuple([z.tuple([pixels, pixels]), z.tuple([pixels, pixels])]),
  pairOf(pixels).transform(([h, w]): [[number, number], [number, number]] => [
    [h, h],
    [w, w]
  ])
])
const undilated = pair.refine(([h, w]) => h === 1 && w === 1, 'dilation is not supported').nullish()
const name = z.string().min(1)
const dataFormat = z.literal('channels_last', 'images must be laid out channels_last').nullish()
const activation = z.string('activations given as objects cannot be read').default('linear')
const padding = z.enum(['valid', 'same'], 'padding must be valid or same').default('valid')

/** The parts of a Keras layer's configuration that decide what it computes; what only training uses is passed over. */
export const foreignLayer = {
  rescaling: z.object({
    scale: z.number('only one scale for all channels can be read'),
    offset: z.number('only one offset for all channels can be read').default(0)
  }),
  zeroPadding2d: z.object({
    padding: frame.default([
      [1, 1],
      [1, 1]
    ]),
    data_format: dataFormat
  }),
  conv2d: z.object({
    name,
    filters: z.int(),
    kernel_size: pair,
    strides: pair.default([1, 1]),
    padding,
    data_format: dataFormat,
    dilation_rate: undilated,
    groups: z.literal(1, 'grouped convolution is not supported').nullish(),
    activation,
    use_bias: z.boolean().default(true)
  }),
  pooling2d: z.object({
    name,
    pool_size: pair.default([2, 2]),
    strides: pair.nullish(),
    padding,
    data_format: dataFormat
  }),
  activation: z.object({ name, activation: z.string('activations given as objects cannot be read') }),
  relu: z.object({
    name,
    max_value: z.null('a limit on ReLU is not supported').optional(),
    negative_slope: z.literal(0, 'a slope below zero is not supported').nullish(),
    threshold: z.literal(0, 'a threshold is not supported').nullish()
  }),
  softmax: z.object({ axis: z.literal(-1, 'softmax must go over the last axis').nullish() }),
  flatten: z.object({ name, data_format: dataFormat }),
  dense: z.object({ name, units: z.int(), activation, use_bias: z.boolean().default(true) }),
  dropout: z.object({
    name,
    rate: z.number(),
    noise_shape: z.null('a mask that is shared along an axis is not supported').optional()
  }),
  batchNormalization: z.object({
    name,
    /** Keras writes a list of one. */
    axis: z.union([z.int(), z.tuple([z.int()]).transform(([axis]) => axis)]).default(-1),
    momentum: z.number().default(0.99),
    epsilon: z.number().default(1e-3),
    center: z.boolean().default(true),
    scale: z.boolean().default(true)
  })
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
