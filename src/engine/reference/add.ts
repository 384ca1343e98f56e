import type { LayerShape } from '../../core/layers/layer-kinds'
import { at, type Layer } from './layer'

/** The sum of inputs of one shape: [N, ...], [N, ...] -> [N, ...] */
export function add({ inputs: shapes }: LayerShape<'add'>): Layer {
  return {
    parameters: [],
    // y[i] = sum over the inputs of x[i]
    forward: (input, _images, _pass, inputs) =>
      input.map((_, i) => inputs.reduce((sum, values) => sum + at(values, i), 0)),
    // dx[i] = dy[i], for each input
    backward: (outputGradient) => shapes.map(() => outputGradient.slice())
  }
}
