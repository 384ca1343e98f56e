import type { LayerShape } from '../../../core/layers/layer-kinds'

/** What an input of a layer is called where people read: the name of a layer, or the image. */
export function inputNames(
  { sources }: Pick<LayerShape, 'sources'>,
  layers: readonly { readonly name: string }[]
): string[] {
  return sources.map((source) => layers[source]?.name ?? 'the image')
}
