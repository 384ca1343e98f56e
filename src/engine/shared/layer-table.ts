import type { LayerShape, LayerType } from '../../core/layers/layer-kinds'

/**
 * What an engine has for each type of layer, as a function of the layer and whatever else it needs. It does not compile
 * while a type is missing; `table[shape.layer.type](shape)` calls it.
 */
export type LayerTable<Part, Rest extends readonly unknown[] = []> = {
  readonly [T in LayerType]: (shape: LayerShape<T>, ...rest: Rest) => Part
}
