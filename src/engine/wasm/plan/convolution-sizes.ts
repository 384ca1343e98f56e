import type { LayerSpec } from '../../../core/layers/layer-kinds'
import { align, cacheLine } from './arena'

/** A max pooling with a larger window is not worth its own case. */
export const largestPooledWindow = 16

/** Bytes of a convolution's weights, in the layouts of `ConvolutionParameters`. */
export function convolutionSizes(
  layer: LayerSpec & { readonly type: 'conv2d' },
  channels: number
): {
  readonly rowFloats: number
  readonly kernelBytes: number
  readonly biasBytes: number
  readonly forwardBytes: number
  readonly backwardBytes: number
} {
  const [height, width] = layer.kernelSize
  const rowFloats = align(width * channels, 4)
  const filters = align(layer.filters, 4)
  return {
    rowFloats,
    kernelBytes: filters * height * rowFloats * 4,
    biasBytes: filters * 4,
    forwardBytes: height * width * channels * filters * 4,
    backwardBytes: height * width * layer.filters * align(channels, 4) * 4
  }
}

/** Bytes of the kernel and bias of a depthwise convolution. */
export function depthwiseBytes({ kernelSize }: LayerSpec<'depthwiseConv2d'>, outputs: number): number {
  return (kernelSize[0] * kernelSize[1] + 1) * align(outputs, 4) * 4
}

/** Filters whose lists are made in one pass over the positions. */
export const listedFilters = 4

/** A list entry: where a patch of the input begins (i32), and the gradient of what came of it (f32). */
export const entryBytes = 8

/** Room for the lists of a few filters, and for an entry behind the last one. */
export function listBytes([height, width]: readonly [number, number, number]): number {
  return listedFilters * height * width * entryBytes + cacheLine
}
