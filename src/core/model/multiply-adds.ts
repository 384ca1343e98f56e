import { imageSource } from '../layers/layer-kind'
import { inferShapes } from './infer-shapes'
import { layerReaders, learns, needGradients } from './layer-graph'
import { volume } from '../layers/shape'
import { kindOf, type LayerShape } from '../layers/layer-kinds'
import type { ModelSpec } from './model-spec'

/** Multiplications, each with an addition, that one image costs in a layer. */
export function multiplyAdds(shaped: LayerShape): number {
  return kindOf(shaped.layer).multiplyAdds(shaped)
}

/** What training on one image costs in a layer, in dense multiply-adds: a zero counts like any other number. */
export interface LayerWork {
  readonly forward: number
  /** None where it is frozen. */
  readonly weightGradient: number
  /** None where no layer before it learns. */
  readonly inputGradient: number
}

/** The work of each layer, in order. */
export function trainingWork(shapes: readonly LayerShape[]): LayerWork[] {
  const needed = needGradients(shapes)
  return shapes.map((shape) => {
    const forward = multiplyAdds(shape)
    const needs = shape.sources.some((source) => source !== imageSource && needed[source] === true)
    return { forward, weightGradient: learns(shape) ? forward : 0, inputGradient: needs ? forward : 0 }
  })
}

/**
 * Multiply-adds of training on one image that the network asks for, whatever is in the image: the dense count, but of a
 * convolution's gradients behind a max pooling only those of the winners, since all others are zero. 977,760 for the
 * lesson's network. Zeros that ReLU makes depend on the image, and count.
 */
export function workPerImage(model: ModelSpec): number {
  const shapes = inferShapes(model)
  const readers = layerReaders(shapes)
  return trainingWork(shapes).reduce((sum, { forward, weightGradient, inputGradient }, i) => {
    return sum + forward + shareOfWinners(shapes, readers, i) * (weightGradient + inputGradient)
  }, 0)
}

/** Of a layer's outputs, those that can have a gradient. */
function shareOfWinners(
  shapes: readonly LayerShape[],
  readers: readonly (readonly number[])[],
  at: number
): number {
  for (let own = readers[at]; own !== undefined;) {
    const [reader, ...others] = own
    const next = reader === undefined ? undefined : shapes[reader]
    if (reader === undefined || next === undefined || others.length > 0) return 1
    const { zeroGradients } = kindOf(next.layer)
    if (zeroGradients === 'mixed') return 1
    if (zeroGradients === 'made') return Math.min(1, volume(next.output) / volume(next.input))
    own = readers[reader]
  }
  return 1
}
