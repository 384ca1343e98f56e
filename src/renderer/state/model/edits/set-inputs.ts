import { linkLayers } from '../../../../core/model/linked-layers'
import type { ModelSpec } from '../../../../core/model/model-spec'
import { withLinked } from './edited'

/**
 * Connects a layer to the outputs of others before it. What its old inputs came from stays, even where it leads nowhere
 * now: connecting a branch takes more than one edit.
 */
export function setInputs(model: ModelSpec, index: number, inputs: readonly string[]): ModelSpec {
  return withLinked(
    model,
    linkLayers(model.layers).map((layer, i) => (i === index ? { ...layer, inputs: [...inputs] } : layer))
  )
}
