import { required } from '../../core/base/required'
import { channelCount } from '../../core/layers/shape'
import type { LayerShape } from '../../core/layers/layer-kinds'
import { at, type Layer, type Values } from './layer'

/** The channels of its inputs one behind the other: [..., C0], [..., C1] -> [..., C0 + C1] */
export function concatenate({ inputs: shapes, output }: LayerShape<'concatenate'>): Layer {
  const channels = channelCount(output)
  const counts = shapes.map(channelCount)
  /** Calls back for each value of each input with its index there and in the output. */
  const eachValue = (pixels: number, visit: (input: number, from: number, to: number) => void): void => {
    let begin = 0
    counts.forEach((count, input) => {
      for (let pixel = 0; pixel < pixels; pixel++) {
        for (let c = 0; c < count; c++) visit(input, pixel * count + c, pixel * channels + begin + c)
      }
      begin += count
    })
  }
  return {
    parameters: [],
    // y[..., begin of the input + c] = x[..., c]
    forward(_input, _images, _pass, inputs) {
      const result = new Float64Array(inputs.reduce((sum, { length }) => sum + length, 0))
      eachValue(result.length / channels, (input, from, to) => {
        result[to] = at(required(inputs[input], 'the values of each input'), from)
      })
      return result
    },
    // dx[..., c] = dy[..., begin of the input + c]
    backward(outputGradient) {
      const pixels = outputGradient.length / channels
      const gradients = counts.map((count): Values => new Float64Array(pixels * count))
      eachValue(pixels, (input, from, to) => {
        required(gradients[input], 'a gradient of each input')[from] = at(outputGradient, to)
      })
      return gradients
    }
  }
}
