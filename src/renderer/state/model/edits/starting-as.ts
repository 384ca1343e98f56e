import { type Initialisation, whiteningFilterCount } from '../../../../core/layers/initialisation'
import type { LayerSpec } from '../../../../core/layers/layer-kinds'

/**
 * The convolution with another start of its filters; whitening takes a number of its own.
 * @param way undefined: at random
 * @param channels of its input; undefined where that is not known
 */
export function startingAs(
  layer: LayerSpec<'conv2d'>,
  way: Initialisation | undefined,
  channels: number | undefined
): LayerSpec<'conv2d'> {
  const { initialisation: _, ...rest } = layer
  if (way === undefined) return rest
  if (way !== 'whitening' || channels === undefined) return { ...rest, initialisation: way }
  return { ...rest, filters: whiteningFilterCount(layer.kernelSize, channels), initialisation: way }
}
