import { imageSource } from '../layers/layer-kind'
import type { LayerShape } from '../layers/layer-kinds'
import type { Shape } from '../layers/shape'

/**
 * How the height and width of a layer's input came about, following the first input of each layer: the size after every
 * layer that changes it, `28 × 28`.
 * @param at the layer's place in the network
 */
export function sizePath(
  shapes: readonly LayerShape[],
  at: number
): readonly { readonly name: string; readonly size: string }[] {
  const path: { readonly name: string; readonly size: string }[] = []
  let place = shapes[at]?.sources[0] ?? imageSource
  for (let shape = shapes[place]; shape !== undefined; shape = shapes[place]) {
    const [before, after] = [sizeOf(shape.input), sizeOf(shape.output)]
    if (after !== undefined && after !== before) path.unshift({ name: shape.layer.name, size: after })
    place = shape.sources[0] ?? imageSource
  }
  return path
}

const sizeOf = (shape: Shape): string | undefined =>
  shape.length === 3 ? `${shape[0]} × ${shape[1]}` : undefined
