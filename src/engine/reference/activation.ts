import { activationOf, type ActivationType, type LayerShape } from '../../core/layers/layer-kinds'
import { at, type Layer, type Values } from './layer'

/** Element by element: input [N, ...] -> output [N, ...]. */
export function activation<T extends ActivationType>({ layer }: LayerShape<T>): Layer {
  const { value, slope } = activationOf(layer)
  let before: Values = new Float64Array(0)
  let after: Values = new Float64Array(0)
  return {
    parameters: [],
    // y = value(x)
    forward(input) {
      before = input
      after = input.map((x) => value(x, layer))
      return after
    },
    // dx = slope(x, y) * dy
    backward: (outputGradient) =>
      outputGradient.map((gradient, i) => slope(at(before, i), at(after, i), layer) * gradient)
  }
}
