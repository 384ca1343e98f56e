import type { LayerSpec } from '../../../../core/layers/layer-kinds'
import { type LinkedLayer, unlinkLayers } from '../../../../core/model/linked-layers'
import type { ModelSpec } from '../../../../core/model/model-spec'

export interface Edited {
  readonly model: ModelSpec
  /** Place of the layer that was edited: what stays selected. */
  readonly index: number
}

/** The network with other layers. */
export function withLinked(model: ModelSpec, layers: readonly LinkedLayer[]): ModelSpec {
  return { ...model, layers: unlinkLayers(layers) }
}

/** The layers with the outputs of one taken from another instead. */
export function takenInstead(
  layers: readonly LinkedLayer[],
  from: string,
  instead: string
): readonly LinkedLayer[] {
  return layers.map((layer) =>
    layer.inputs.includes(from)
      ? { ...layer, inputs: layer.inputs.map((name) => (name === from ? instead : name)) }
      : layer
  )
}

/** Place of the layer of this name. */
export function placeOf(layers: readonly LayerSpec[], name: string | undefined): number {
  return layers.findIndex((layer) => layer.name === name)
}
