import { activationOf, type ActivationType, type LayerSpec } from '../../../core/layers/layer-kinds'

/** An SVG path of the function over [-range, range], in units of the plot, y upwards turned down. */
export function curvePath<T extends ActivationType>(layer: LayerSpec<T>, range: number): string {
  const points = 80
  return Array.from({ length: points + 1 }, (_, i) => {
    const x = -range + (2 * range * i) / points
    return `${i === 0 ? 'M' : 'L'}${x.toFixed(3)} ${(-activationOf(layer).value(x, layer)).toFixed(3)}`
  }).join('')
}
