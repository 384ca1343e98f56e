import type { LayerShape } from '../../core/layers/layer-kinds'
import { spatialShape, volume } from '../../core/layers/shape'
import { addAt, at, type Layer, makeParameter, type Values } from './layer'

/**
 * Cross-correlation of each channel by itself, with zero padding, as PyTorch's Conv2d with groups = channels.
 * input [N, H, W, C], kernel [KH, KW, C, M], bias [C * M] -> output [N, OH, OW, C * M]
 */
export function depthwiseConv2d(shape: LayerShape<'depthwiseConv2d'>): Layer {
  const { kernelSize, multiplier } = shape.layer
  const [, , outputs] = spatialShape(shape.output)
  const kernel = makeParameter(volume(kernelSize) * outputs)
  const bias = makeParameter(outputs)
  let kept: Values = new Float64Array(0)
  return {
    parameters: [kernel, bias],
    // y[n, oy, ox, o] = bias[o] + sum over ky, kx of x[n, oy*SH+ky-PH, ox*SW+kx-PW, o/M] * kernel[ky, kx, o/M, o%M]
    forward(input, images) {
      kept = input
      const result = new Float64Array(images * volume(shape.output))
      for (let i = 0; i < result.length; i++) result[i] = at(bias.values, i % outputs)
      eachTap(shape, images, (output, inputPixel, tap) => {
        for (let o = 0; o < outputs; o++) {
          const x = at(input, inputPixel + Math.floor(o / multiplier))
          addAt(result, output + o, x * at(kernel.values, tap * outputs + o))
        }
      })
      return result
    },
    // dkernel[ky, kx, o] += x * dy; dbias[o] += dy; dx[n, y, x, o/M] += kernel[ky, kx, o] * dy
    backward(outputGradient, images) {
      const inputGradient = new Float64Array(kept.length)
      for (let i = 0; i < outputGradient.length; i++) {
        addAt(bias.gradient, i % outputs, at(outputGradient, i))
      }
      eachTap(shape, images, (output, inputPixel, tap) => {
        for (let o = 0; o < outputs; o++) {
          const channel = inputPixel + Math.floor(o / multiplier)
          const gradient = at(outputGradient, output + o)
          addAt(kernel.gradient, tap * outputs + o, at(kept, channel) * gradient)
          addAt(inputGradient, channel, at(kernel.values, tap * outputs + o) * gradient)
        }
      })
      return inputGradient
    }
  }
}

/** Calls back for each pixel of the output with each pixel of the input under its window, and the kernel's tap there. */
function eachTap(
  { layer, input, output }: LayerShape<'depthwiseConv2d'>,
  images: number,
  visit: (output: number, input: number, tap: number) => void
): void {
  const [height, width, channels] = spatialShape(input)
  const [outHeight, outWidth, outputs] = spatialShape(output)
  const { kernelSize, strides, padding } = layer
  for (let n = 0; n < images; n++) {
    for (let oy = 0; oy < outHeight; oy++) {
      for (let ox = 0; ox < outWidth; ox++) {
        for (let ky = 0; ky < kernelSize[0]; ky++) {
          for (let kx = 0; kx < kernelSize[1]; kx++) {
            const y = oy * strides[0] + ky - padding[0]
            const x = ox * strides[1] + kx - padding[1]
            if (y < 0 || y >= height || x < 0 || x >= width) continue
            visit(
              ((n * outHeight + oy) * outWidth + ox) * outputs,
              ((n * height + y) * width + x) * channels,
              ky * kernelSize[1] + kx
            )
          }
        }
      }
    }
  }
}
