import { inferShapes } from './infer-shapes'
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
  readonly weightGradient: number
  /** None where no layer before it has parameters. */
  readonly inputGradient: number
}

/** The work of each layer, in order. */
export function trainingWork(shapes: readonly LayerShape[]): LayerWork[] {
  let behindParameters = false
  return shapes.map((shape) => {
    const forward = multiplyAdds(shape)
    const inputGradient = behindParameters ? forward : 0
    behindParameters ||= shape.parameters.some(({ trainable }) => trainable)
    return { forward, weightGradient: forward, inputGradient }
  })
}

/**
 * Multiply-adds of training on one image that the network asks for, whatever is in the image: the dense count, but of a
 * convolution's gradients behind a max pooling only those of the winners, since all others are zero. 977,760 for the
 * lesson's network. Zeros that ReLU makes depend on the image, and count.
 */
export function workPerImage(model: ModelSpec): number {
  const shapes = inferShapes(model)
  return trainingWork(shapes).reduce((sum, { forward, weightGradient, inputGradient }, i) => {
    return sum + forward + shareOfWinners(shapes, i) * (weightGradient + inputGradient)
  }, 0)
}

/** Of a layer's outputs, those that can have a gradient. */
function shareOfWinners(shapes: readonly LayerShape[], at: number): number {
  const shape = shapes[at]
  const next = shapes.slice(at + 1).find(({ layer }) => kindOf(layer).zeroGradients !== 'kept')
  if (shape === undefined || next === undefined || kindOf(next.layer).zeroGradients !== 'made') return 1
  return Math.min(1, volume(next.output) / volume(shape.output))
}
