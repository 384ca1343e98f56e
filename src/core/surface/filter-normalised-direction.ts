import { LabError } from '../base/lab-error'
import { required } from '../base/required'
import type { ParameterShape } from '../layers/layer-kind'
import { parameterShapes } from '../model/infer-shapes'
import type { ModelSpec } from '../model/model-spec'
import type { Random } from '../maths/random'
import { toVector } from './weight-space'
import type { Weights } from '../model/weights'

/**
 * A random direction in which every filter is as long as the network's own, so that planes of different networks can
 * be compared: d_f <- d_f / |d_f| * |w_f|, with d from a normal distribution. A filter is what feeds one output
 * channel, or one unit of a dense layer. Everything but kernels stays where it is, and so do frozen layers.
 * @throws LabError 'invalid-input' where no kernel learns
 * Li, Xu, Taylor, Studer, Goldstein 2018, “Visualizing the Loss Landscape of Neural Nets”, section 4.
 */
export function filterNormalisedDirection(model: ModelSpec, weights: Weights, random: Random): Float32Array {
  const shapes = parameterShapes(model)
  if (!shapes.some(movesFilters)) {
    throw new LabError(
      'invalid-input',
      'No kernel of this network learns, so there are no random directions: they change only kernels.',
      'Choose the principal directions of the run instead.'
    )
  }
  return toVector(
    shapes.map((parameter, i) => {
      const { name, shape } = parameter
      const own = required(weights[i], 'the weights of each parameter').values
      const values = new Float32Array(own.length)
      if (movesFilters(parameter))
        fillFilters(values, own, required(shape.at(-1), 'a dimension that counts the filters'), random)
      return { name, shape, values }
    })
  )
}

function movesFilters({ shape, trainable }: ParameterShape): boolean {
  return shape.length > 1 && trainable
}

/** Values of one filter lie `filters` apart: the last dimension counts them. */
function fillFilters(values: Float32Array, own: Float32Array, filters: number, random: Random): void {
  for (let filter = 0; filter < filters; filter++) {
    let squares = 0
    let ownSquares = 0
    for (let i = filter; i < values.length; i += filters) {
      const value = normal(random)
      values[i] = value
      squares += value * value
      ownSquares += required(own[i], 'a weight for each value') ** 2
    }
    const scale = Math.sqrt(ownSquares / squares)
    for (let i = filter; i < values.length; i += filters)
      values[i] = required(values[i], 'a value of the filter') * scale
  }
}

/** Standard normal, by Box and Muller; 1 - u is never 0. */
function normal(random: Random): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random.nextFloat()))
  return radius * Math.cos(2 * Math.PI * random.nextFloat())
}
