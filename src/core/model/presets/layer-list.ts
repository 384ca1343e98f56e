import { freeLayerName } from '../../layers/free-layer-name'
import { layerKinds, type LayerSpec, layerSpec, type LayerType } from '../../layers/layer-kinds'
import { type LinkedLayer, unlinkLayers } from '../linked-layers'
import { imageInput } from '../../layers/layer-base'

/** Layers that are written one after the other, with names that follow from their types: conv1, relu1, conv2. */
export class LayerList {
  readonly #layers: LinkedLayer[] = []

  /** The name of the last layer. */
  get last(): string {
    return this.#layers.at(-1)?.name ?? imageInput
  }

  get layers(): LayerSpec[] {
    return unlinkLayers(this.#layers)
  }

  /**
   * @param settings what differs from a new layer of that type
   * @param inputs the last layer where nothing is said
   * @returns its name
   */
  add(type: LayerType, settings: object = {}, inputs: readonly string[] = [this.last]): string {
    const name = freeLayerName(type, new Set(this.#layers.map((layer) => layer.name)))
    const layer = layerSpec.parse({ type, name, ...layerKinds[type].fresh, ...settings })
    this.#layers.push({ ...layer, inputs: [...inputs] })
    return name
  }
}
