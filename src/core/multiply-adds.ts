import { inferShapes, type LayerShape, volume } from './infer-shapes'
import type { ModelSpec } from './model-spec'

/** Multiplications, each with an addition, that one image costs in a layer: those of convolutions and dense layers. */
export function multiplyAdds({ layer, input, output }: LayerShape): number {
  if (layer.type === 'dense') return volume(input) * layer.units
  if (layer.type !== 'conv2d') return 0
  const [height, width] = layer.kernelSize
  return volume(output) * height * width * (input.at(-1) ?? 0)
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

/** Dense multiply-adds of training on one image: 1,602,360 for the lesson's network. */
export function workPerImage(model: ModelSpec): number {
  return trainingWork(inferShapes(model)).reduce(
    (sum, { forward, weightGradient, inputGradient }) => sum + forward + weightGradient + inputGradient,
    0
  )
}
