import { imageInput } from '../../../core/layers/layer-base'
import { imageSource } from '../../../core/layers/layer-kind'
import type { LayerSpec } from '../../../core/layers/layer-kinds'
import { isChain, layerReaders } from '../../../core/model/layer-graph'
import { linkLayers } from '../../../core/model/linked-layers'

export interface LayerLinks {
  /** Places of the layers whose outputs each layer takes; `imageSource` for the image. */
  readonly sources: readonly (readonly number[])[]
  /** Places of the layers that take each layer's output. */
  readonly readers: readonly (readonly number[])[]
}

/** How layers are connected, as far as they are: an input that is not one of the layers before is left out. */
export function layerLinks(layers: readonly LayerSpec[]): LayerLinks {
  const places = new Map(layers.map(({ name }, at) => [name, at]))
  const sources = linkLayers(layers).map(({ inputs }, at) =>
    inputs.flatMap((name) => {
      const source = places.get(name) ?? (name === imageInput ? imageSource : at)
      return source < at ? [source] : []
    })
  )
  return { sources, readers: layerReaders(sources.map((own) => ({ sources: own }))) }
}

/** Whether some layer takes more than the output of the layer before it, or something else. */
export function hasBranches({ sources }: Pick<LayerLinks, 'sources'>): boolean {
  return !isChain(sources.map((own) => ({ sources: own })))
}
