import { imageInput } from '../layers/layer-base'
import type { LayerSpec } from '../layers/layer-kinds'

/** A layer that names its inputs. */
export type LinkedLayer = LayerSpec & { readonly inputs: readonly string[] }

/** The layers with the inputs named that follow from their order: so they can be taken out and moved. */
export function linkLayers(layers: readonly LayerSpec[]): LinkedLayer[] {
  return layers.map((layer, at) => ({ ...layer, inputs: layer.inputs ?? [nameBefore(layers, at)] }))
}

/** The layers with only those inputs named that do not follow from their order. */
export function unlinkLayers(layers: readonly LayerSpec[]): LayerSpec[] {
  return layers.map((linked, at): LayerSpec => {
    const { inputs, ...layer } = linked
    return inputs?.length === 1 && inputs[0] === nameBefore(layers, at) ? layer : linked
  })
}

function nameBefore(layers: readonly Pick<LayerSpec, 'name'>[], at: number): string {
  return layers[at - 1]?.name ?? imageInput
}
