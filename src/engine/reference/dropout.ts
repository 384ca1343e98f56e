import { dropoutMask } from '../../core/layers/dropout'
import { layerDraw, layerKey } from '../../core/layers/layer-draws'
import type { LayerShape } from '../../core/layers/layer-kinds'
import { at, type Layer, type Values } from './layer'

/** While training, each value is multiplied by `scale` or 0, as its draw decides. [N, ...] -> [N, ...] */
export function dropout({ layer }: LayerShape<'dropout'>, index: number): Layer {
  const { threshold, scale } = dropoutMask(layer.rate)
  let mask: Values = new Float64Array(0)
  return {
    parameters: [],
    // y[i] = x[i] * mask[i]
    forward(input, _images, pass) {
      if (pass.kind === 'predict') return input
      const key = layerKey(pass.seed, pass.step, index)
      mask = Float64Array.from(input, (_, i) => (layerDraw(key, i) >= threshold ? scale : 0))
      return input.map((x, i) => x * at(mask, i))
    },
    // dx[i] = dy[i] * mask[i]
    backward: (outputGradient) => outputGradient.map((gradient, i) => gradient * at(mask, i))
  }
}
