import { spatialShape } from '../../core/layers/shape'
import type { LayerShape } from '../../core/layers/layer-kinds'
import { addAt, addScaled, at, sumOfProducts, type Layer, makeParameter, type Values } from './layer'

/** A pixel of the output, a pixel of the input that it looks at, and the kernel's tap between them: flat indices. */
interface Tap {
  readonly output: number
  readonly input: number
  readonly kernel: number
}

/**
 * Cross-correlation with zero padding, as in PyTorch's Conv2d.
 * input [N, H, W, C], kernel [KH, KW, C, F], bias [F] -> output [N, OH, OW, F]
 */
export function conv2d(shape: LayerShape<'conv2d'>): Layer {
  const [height, width, channels] = spatialShape(shape.input)
  const [outHeight, outWidth, filters] = spatialShape(shape.output)
  const [kernelHeight, kernelWidth] = shape.layer.kernelSize
  const kernel = makeParameter(kernelHeight * kernelWidth * channels * filters)
  const bias = makeParameter(filters)
  const taps = imageTaps(shape)
  let kept: Values = new Float64Array(0)
  return {
    parameters: [kernel, bias],
    // y[n, oy, ox, f] = bias[f] + sum over ky, kx, c of x[n, oy*SH+ky-PH, ox*SW+kx-PW, c] * kernel[ky, kx, c, f]
    forward(input, images) {
      kept = input
      const positions = images * outHeight * outWidth
      const result = new Float64Array(positions * filters)
      for (let p = 0; p < positions; p++) result.set(bias.values, p * filters)
      for (let n = 0; n < images; n++) {
        for (const tap of taps) {
          const output = n * outHeight * outWidth * filters + tap.output
          for (let c = 0; c < channels; c++) {
            const x = at(input, n * height * width * channels + tap.input + c)
            addScaled(result, output, x, kernel.values, tap.kernel + c * filters, filters)
          }
        }
      }
      return result
    },
    // dkernel[ky, kx, c, f] += x * dy; dbias[f] += dy; dx[n, y, x, c] += kernel[ky, kx, c, f] * dy
    backward(outputGradient, images) {
      const inputGradient = new Float64Array(kept.length)
      for (let i = 0; i < outputGradient.length; i++) {
        addAt(bias.gradient, i % filters, at(outputGradient, i))
      }
      for (let n = 0; n < images; n++) {
        for (const tap of taps) {
          const output = n * outHeight * outWidth * filters + tap.output
          for (let c = 0; c < channels; c++) {
            const input = n * height * width * channels + tap.input + c
            const weights = tap.kernel + c * filters
            addScaled(kernel.gradient, weights, at(kept, input), outputGradient, output, filters)
            addAt(
              inputGradient,
              input,
              sumOfProducts(kernel.values, weights, outputGradient, output, filters)
            )
          }
        }
      }
      return inputGradient
    }
  }
}

/** All taps of one image, those that fall into the padding left out: there is only zero. */
function imageTaps(shape: LayerShape<'conv2d'>): Tap[] {
  const [height, width, channels] = spatialShape(shape.input)
  const [outHeight, outWidth, filters] = spatialShape(shape.output)
  const { kernelSize, strides, padding } = shape.layer
  const taps: Tap[] = []
  for (let oy = 0; oy < outHeight; oy++) {
    for (let ox = 0; ox < outWidth; ox++) {
      for (let ky = 0; ky < kernelSize[0]; ky++) {
        for (let kx = 0; kx < kernelSize[1]; kx++) {
          const y = oy * strides[0] + ky - padding[0]
          const x = ox * strides[1] + kx - padding[1]
          if (y < 0 || y >= height || x < 0 || x >= width) continue
          taps.push({
            output: (oy * outWidth + ox) * filters,
            input: (y * width + x) * channels,
            kernel: (ky * kernelSize[1] + kx) * channels * filters
          })
        }
      }
    }
  }
  return taps
}
