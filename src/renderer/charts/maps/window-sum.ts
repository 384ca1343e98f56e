import { extent } from '../../../core/maths/extent'

/** f32[height, width, channels]: the activations of one image. */
export interface Activations {
  readonly values: Float32Array
  readonly shape: readonly [number, number, number]
}

type Pair = readonly [number, number]

/** Where a window lies. Row and column count from the picture's corner; in the padding they are negative. */
export interface PixelWindow {
  readonly top: number
  readonly left: number
  readonly height: number
  readonly width: number
}

export interface ChannelProducts {
  /** Of the input, from 0. */
  readonly channel: number
  /** f32[height * width] of the window, 0 where it lies in the padding */
  readonly patch: Float32Array
  /** f32[height * width] of the filter */
  readonly kernel: Float32Array
  /** Sum of their products. */
  readonly sum: number
}

export interface ConvolutionSum {
  readonly place: PixelWindow
  /** Those that the filter looks at. */
  readonly channels: readonly ChannelProducts[]
  readonly bias: number
  /** All sums and the bias. */
  readonly total: number
}

export interface ConvolutionWindow {
  readonly input: Activations
  /** f32[kh, kw, in, filters]; of a depthwise convolution f32[kh, kw, in, multiplier] */
  readonly kernel: Float32Array
  /** f32[filters] */
  readonly bias: Float32Array
  readonly kernelSize: Pair
  readonly strides: Pair
  readonly padding: Pair
  readonly filter: number
  /** Of a depthwise convolution: how many filters look at each channel, and at nothing else. */
  readonly multiplier?: number | undefined
  /** [row, column] of the output */
  readonly cell: Pair
}

/** One value of a convolution's output, with everything that it is made of. */
export function convolutionSum(window: ConvolutionWindow): ConvolutionSum {
  const { input, kernel, bias, kernelSize, filter, multiplier } = window
  const place = windowPlace(window.cell, kernelSize, window.strides, window.padding)
  // f32[kh, kw, in, multiplier] is laid out as f32[kh, kw, 1, filters].
  const seen =
    multiplier === undefined
      ? Array.from({ length: input.shape[2] }, (_, channel) => channel)
      : [Math.floor(filter / multiplier)]
  const channels = seen.map((channel, i): ChannelProducts => {
    const patch = patchOf(input, channel, place)
    const weights = filterOf(kernel, kernelSize, seen.length, bias.length, i, filter)
    let sum = 0
    for (let i = 0; i < patch.length; i++) sum += (patch[i] ?? 0) * (weights[i] ?? 0)
    return { channel, patch, kernel: weights, sum }
  })
  const own = bias[filter] ?? 0
  return { place, channels, bias: own, total: channels.reduce((sum, part) => sum + part.sum, own) }
}

/** The largest magnitude among the weights of a filter; not 0, so that it can be a scale. */
export function largestWeight({ channels }: ConvolutionSum): number {
  return Math.max(1e-6, extent(...channels.map(({ kernel }) => kernel.map(Math.abs))).max)
}

export interface PoolingResult {
  readonly place: PixelWindow
  /** f32[height * width] of the window */
  readonly patch: Float32Array
  /** Place of the first of the largest values in the patch. */
  readonly largest: number
  readonly maximum: number
  readonly mean: number
}

/** One window of a pooling layer. Pooling looks at each channel alone. */
export function poolingWindow(
  input: Activations,
  channel: number,
  poolSize: Pair,
  strides: Pair,
  cell: Pair
): PoolingResult {
  const place = windowPlace(cell, poolSize, strides, [0, 0])
  const patch = patchOf(input, channel, place)
  let largest = 0
  let sum = 0
  patch.forEach((value, i) => {
    sum += value
    if (value > (patch[largest] ?? -Infinity)) largest = i
  })
  return { place, patch, largest, maximum: patch[largest] ?? 0, mean: sum / patch.length }
}

export interface DenseSum {
  /** f32[inputs]: each input times its weight */
  readonly products: Float32Array
  readonly sum: number
  readonly bias: number
  readonly total: number
}

/** One unit of a dense layer. @param kernel f32[inputs, units] */
export function denseSum(
  input: Float32Array,
  kernel: Float32Array,
  bias: Float32Array,
  unit: number
): DenseSum {
  let sum = 0
  const products = input.map((value, i) => {
    const product = value * (kernel[i * bias.length + unit] ?? 0)
    sum += product
    return product
  })
  const own = bias[unit] ?? 0
  return { products, sum, bias: own, total: sum + own }
}

/** f32[kh * kw]: the part of one filter that looks at one channel. @param kernel f32[kh, kw, in, filters] */
export function filterOf(
  kernel: Float32Array,
  [height, width]: Pair,
  channels: number,
  filters: number,
  channel: number,
  filter: number
): Float32Array {
  return Float32Array.from(
    { length: height * width },
    (_, i) => kernel[(i * channels + channel) * filters + filter] ?? 0
  )
}

/** f32[height * width]: one channel of the activations. */
export function channelOf(
  { values, shape: [height, width, channels] }: Activations,
  channel: number
): Float32Array {
  return Float32Array.from({ length: height * width }, (_, i) => values[i * channels + channel] ?? 0)
}

function windowPlace([row, column]: Pair, [height, width]: Pair, strides: Pair, padding: Pair): PixelWindow {
  return { top: row * strides[0] - padding[0], left: column * strides[1] - padding[1], height, width }
}

function patchOf({ values, shape }: Activations, channel: number, place: PixelWindow): Float32Array {
  const [rows, columns, channels] = shape
  return Float32Array.from({ length: place.height * place.width }, (_, i) => {
    const y = place.top + Math.floor(i / place.width)
    const x = place.left + (i % place.width)
    if (y < 0 || x < 0 || y >= rows || x >= columns) return 0
    return values[(y * columns + x) * channels + channel] ?? 0
  })
}
