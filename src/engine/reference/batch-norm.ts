import { channelCount } from '../../core/layers/shape'
import type { LayerShape } from '../../core/layers/layer-kinds'
import { addAt, at, type Layer, makeParameter, type Values } from './layer'

/**
 * Batch normalisation over the last dimension: [..., C] -> [..., C]. Over all M values of a channel in the batch:
 * xhat = (x - mean) / sqrt(variance + epsilon), y = gamma * xhat + beta.
 */
export function batchNorm(shape: LayerShape<'batchNorm'>): Layer {
  const { momentum, epsilon } = shape.layer
  const channels = channelCount(shape.input)
  const gamma = makeParameter(channels)
  const beta = makeParameter(channels)
  const movingMean = makeParameter(channels)
  const movingVariance = makeParameter(channels)
  let normalised: Values = new Float64Array(0)
  let inverseDeviation: Values = new Float64Array(0)

  /** The moving statistics, after they took in those of the batch if it trains. */
  function statistics(input: Values, trains: boolean): { readonly mean: Values; readonly variance: Values } {
    if (!trains) return { mean: movingMean.values, variance: movingVariance.values }
    const count = input.length / channels
    const mean = new Float64Array(channels)
    const variance = new Float64Array(channels)
    input.forEach((x, i) => {
      addAt(mean, i % channels, x / count)
    })
    input.forEach((x, i) => {
      addAt(variance, i % channels, (x - at(mean, i % channels)) ** 2 / count)
    })
    const average = (moving: Values, found: Values, factor: number): void => {
      found.forEach((value, c) => {
        moving[c] = (1 - momentum) * at(moving, c) + momentum * value * factor
      })
    }
    average(movingMean.values, mean, 1)
    average(movingVariance.values, variance, count / (count - 1))
    return { mean, variance }
  }

  return {
    parameters: [gamma, beta, movingMean, movingVariance],
    forward(input, _images, pass) {
      const { mean, variance } = statistics(input, pass.kind === 'train')
      inverseDeviation = variance.map((value) => 1 / Math.sqrt(value + epsilon))
      normalised = input.map((x, i) => (x - at(mean, i % channels)) * at(inverseDeviation, i % channels))
      return normalised.map((x, i) => x * at(gamma.values, i % channels) + at(beta.values, i % channels))
    },
    // dgamma = sum of dy * xhat; dbeta = sum of dy; dx = gamma / deviation * (dy - dbeta / M - xhat * dgamma / M)
    backward(outputGradient) {
      const count = outputGradient.length / channels
      outputGradient.forEach((gradient, i) => {
        addAt(gamma.gradient, i % channels, gradient * at(normalised, i))
        addAt(beta.gradient, i % channels, gradient)
      })
      return outputGradient.map((gradient, i) => {
        const c = i % channels
        const rest = gradient - (at(beta.gradient, c) + at(normalised, i) * at(gamma.gradient, c)) / count
        return at(gamma.values, c) * at(inverseDeviation, c) * rest
      })
    }
  }
}
