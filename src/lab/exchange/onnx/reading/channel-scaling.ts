import { required } from '../../../../core/base/required'
import type { PixelTransform } from '../../../../core/model/pixel-range'
import { type PerChannel, perChannel } from './layer-weights'
import { constantOf, type OnnxConstant } from './onnx-constant'
import type { OnnxActivation } from './onnx-value'
import type { AppendedLayer } from './operator-reading'

/** A layer that makes scale * x + offset of each channel: a batch normalisation of mean 0 and variance 1. */
export function channelScaling(input: OnnxActivation, scale: PerChannel, offset: PerChannel): AppendedLayer {
  const channels = required(input.shape.at(-1), 'a number of channels')
  const all = (name: string, numbers: PerChannel): OnnxConstant =>
    constantOf(name, [channels], () => perChannel(numbers, channels))
  return {
    settings: { type: 'batchNorm', momentum: 0.1, epsilon: 1e-12 },
    inputs: [input],
    axes: input.axes,
    weights: {
      gamma: all('the scale', scale),
      beta: all('the offset', offset),
      moving_mean: all('the mean', 0),
      moving_variance: all('the variance', 1)
    }
  }
}

/** What becomes of the image's values. */
export function scaledPixels(
  { shape, pixels }: OnnxActivation,
  scale: PerChannel,
  offset: PerChannel
): PixelTransform[] {
  const channels = required(shape[2], 'channels of the image')
  const [factors, terms] = [perChannel(scale, channels), perChannel(offset, channels)]
  return pixels.map((before, channel) => {
    const [factor, term] = [required(factors[channel], 'a scale'), required(terms[channel], 'an offset')]
    return { scale: before.scale * factor, offset: before.offset * factor + term }
  })
}
