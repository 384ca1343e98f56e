import { LabError } from '../base/lab-error'
import { required } from '../base/required'
import { kindOf } from '../layers/layer-kinds'
import type { ParameterShape } from '../layers/layer-kind'
import { volume } from '../layers/shape'
import { Random } from '../maths/random'
import { inferShapes } from './infer-shapes'
import type { ModelSpec } from './model-spec'
import { normalisedImages } from './normalised-images'
import type { Weights } from './weights'

/** Random streams of one seed, so that a change in one never shifts the numbers of another. */
export const randomStream = { weights: 0, split: 1, order: 2 } as const

/**
 * PyTorch's default initialisation: kernels and biases uniform in ±1/sqrt(fan in)
 * (torch.nn.init.kaiming_uniform_ with a = sqrt(5), as Conv2d and Linear call it); batch normalisation as the identity.
 * Layers that start in another way overwrite what was drawn for them, so that the others start with the same numbers.
 * @param images u8[N, C, H, W], the first `imagesToStart(model)` of those that are trained on
 * @throws LabError 'data-missing' when a layer has to look at images and there are none
 */
export function initialWeights(
  model: ModelSpec,
  seed: number,
  images: Uint8Array = new Uint8Array(0)
): Weights {
  const random = Random.seeded(seed, randomStream.weights)
  const size = volume(model.inputShape)
  let normalised: Float64Array | undefined
  const firstImages = (layer: string, wanted: number): Float64Array => {
    if (wanted === 0) return new Float64Array(0)
    normalised ??= normalisedImages(model, images.subarray(0, imagesToStart(model) * size))
    if (normalised.length > 0) return normalised.subarray(0, wanted * size)
    throw new LabError(
      'data-missing',
      `Layer ${layer} starts by whitening the training images, but there are none.`,
      'Download or choose a data set first, or let the layer start at random.'
    )
  }
  return inferShapes(model).flatMap((shape) => {
    const { parameters } = shape
    const values = parameters.map((parameter) => draw(parameter, random))
    const start = kindOf(shape.layer).start(shape)
    start?.fill(values, firstImages(shape.layer.name, start.images))
    return parameters.map(({ name, shape }, i) => ({
      name,
      shape,
      values: required(values[i], 'values of each parameter')
    }))
  })
}

/** How many training images the layers of a network look at to start: 0 where all start at random or as the identity. */
export function imagesToStart(model: ModelSpec): number {
  return inferShapes(model).reduce(
    (most, shape) => Math.max(most, kindOf(shape.layer).start(shape)?.images ?? 0),
    0
  )
}

function draw({ shape, fanIn, initialValue }: ParameterShape, random: Random): Float32Array {
  const values = new Float32Array(volume(shape))
  if (initialValue !== undefined) return values.fill(initialValue)
  const bound = 1 / Math.sqrt(fanIn)
  return values.map(() => (2 * random.nextFloat() - 1) * bound)
}
