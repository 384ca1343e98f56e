import { type Initialisation, mostWhiteningFilters } from '../../../../core/layers/initialisation'
import type { LayerSpec } from '../../../../core/layers/layer-kinds'
import type { ModelSpec } from '../../../../core/model/model-spec'

/**
 * The convolution with another start of its filters; whitening takes a number of its own.
 * @param way undefined: at random
 * @param image the network's, which a layer that whitens takes
 */
export function startingAs(
  layer: LayerSpec<'conv2d'>,
  way: Initialisation | undefined,
  [, , channels]: ModelSpec['inputShape']
): LayerSpec<'conv2d'> {
  const { initialisation: _, ...rest } = layer
  if (way === undefined) return rest
  if (way !== 'whitening') return { ...rest, initialisation: way }
  return { ...rest, filters: mostWhiteningFilters(layer.kernelSize, channels), initialisation: way }
}
