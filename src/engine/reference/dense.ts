import { volume } from '../../core/layers/shape'
import type { LayerShape } from '../../core/layers/layer-kinds'
import { addAt, addScaled, at, sumOfProducts, type Layer, makeParameter, type Values } from './layer'

/** Fully connected: input [N, I], kernel [I, U], bias [U] -> output [N, U]. */
export function dense({ layer, input: inputShape }: LayerShape<'dense'>): Layer {
  const inputs = volume(inputShape)
  const { units } = layer
  const kernel = makeParameter(inputs * units)
  const bias = makeParameter(units)
  let kept: Values = new Float64Array(0)
  return {
    parameters: [kernel, bias],
    // y[n, u] = bias[u] + sum over i of x[n, i] * kernel[i, u]
    forward(input, images) {
      kept = input
      const result = new Float64Array(images * units)
      const sums = new Float64Array(units)
      for (let n = 0; n < images; n++) {
        sums.set(bias.values)
        for (let i = 0; i < inputs; i++) {
          addScaled(sums, 0, at(input, n * inputs + i), kernel.values, i * units, units)
        }
        result.set(sums, n * units)
      }
      return result
    },
    // dkernel[i, u] += x[n, i] * dy[n, u]; dbias[u] += dy[n, u]; dx[n, i] = sum over u of kernel[i, u] * dy[n, u]
    backward(outputGradient, images) {
      const inputGradient = new Float64Array(images * inputs)
      for (let n = 0; n < images; n++) {
        for (let u = 0; u < units; u++) addAt(bias.gradient, u, at(outputGradient, n * units + u))
        for (let i = 0; i < inputs; i++) {
          addScaled(kernel.gradient, i * units, at(kept, n * inputs + i), outputGradient, n * units, units)
          inputGradient[n * inputs + i] = sumOfProducts(
            kernel.values,
            i * units,
            outputGradient,
            n * units,
            units
          )
        }
      }
      return inputGradient
    }
  }
}
