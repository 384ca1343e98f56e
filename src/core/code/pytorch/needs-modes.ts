import { kindOf } from '../../layers/layer-kinds'
import type { ModelSpec } from '../../model/model-spec'

/** Whether a network computes something else while it trains than when it predicts. */
export function needsModes(model: ModelSpec): boolean {
  return model.layers.some((layer) => kindOf(layer).trainsDifferently)
}
