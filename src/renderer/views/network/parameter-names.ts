import type { LayerSpec } from '../../../core/model-spec'

/** Names of the parameters that the picture of a layer needs. */
export function parameterNames(layer: LayerSpec | undefined): readonly string[] {
  switch (layer?.type) {
    case 'conv2d':
    case 'dense':
      return [`${layer.name}/kernel`, `${layer.name}/bias`]
    case 'batchNorm':
      return ['gamma', 'beta', 'moving_mean', 'moving_variance'].map((part) => `${layer.name}/${part}`)
    default:
      return []
  }
}
