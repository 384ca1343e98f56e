import { dropoutDraw, dropoutKey, dropoutScale, dropoutThreshold } from '../../core/layers/dropout-mask'
import { at, type Layer, type Values } from './layer'

/** While training, each value becomes 0 with probability `rate`, or else is divided by 1 - rate. [N, ...] -> [N, ...] */
export function dropout(rate: number, layerIndex: number): Layer {
  const threshold = dropoutThreshold(rate)
  const scale = dropoutScale(rate)
  let mask: Values = new Float64Array(0)
  return {
    parameters: [],
    // y[i] = x[i] * mask[i]
    forward(input, _images, pass) {
      if (pass.kind === 'predict') return input
      const key = dropoutKey(pass.seed, pass.step, layerIndex)
      mask = Float64Array.from(input, (_, i) => (dropoutDraw(key, i) >= threshold ? scale : 0))
      return input.map((x, i) => x * at(mask, i))
    },
    // dx[i] = dy[i] * mask[i]
    backward: (outputGradient) => outputGradient.map((gradient, i) => gradient * at(mask, i))
  }
}
