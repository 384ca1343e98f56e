import type { ImageSet } from '../../src/core/data/image-set'
import { inferShapes } from '../../src/core/model/infer-shapes'
import { trainingWork } from '../../src/core/model/multiply-adds'
import type { LayerShape } from '../../src/core/layers/layer-kinds'
import { spatialShape, volume } from '../../src/core/layers/shape'
import type { ModelSpec } from '../../src/core/model/model-spec'
import { required } from '../../src/core/base/required'
import type { Weights } from '../../src/core/model/weights'
import { ReferenceNetwork } from '../../src/engine/reference/network'

/** Multiply-adds of a training step for one image, in convolutions and fully connected layers. */
export interface Work {
  /** Every product of a weight with an input; those with a convolution's zero padding left out. */
  readonly forward: number
  /** Backward, if every gradient took part: what a dense implementation computes. */
  readonly backwardDense: number
  /** Backward, with gradients that are zero behind max pooling and ReLU left out in convolutions. */
  readonly backwardUseful: number
}

/**
 * Counts the work for a batch of images: which gradients are zero, max pooling and ReLU decide, image by image. The
 * gradients are the reference loops', so that the count knows nothing of the engine that is judged by it.
 *
 * Fully connected layers count in full: they are products of whole matrices, and zeros there make no gap that a
 * vector of outputs could jump over.
 */
export function countWork(
  model: ModelSpec,
  weights: Weights,
  { images, labels, count }: Pick<ImageSet, 'images' | 'labels' | 'count'>
): Work {
  const network = new ReferenceNetwork(model, 'float32')
  network.parameters.forEach(({ values }, i) =>
    values.set(required(weights[i], 'weights of each parameter').values)
  )
  const shapes = inferShapes(model)
  const work = trainingWork(shapes)
  let forward = 0
  let backwardDense = 0
  let backwardUseful = 0
  network.backward(images, labels, undefined, (index, gradient) => {
    const shape = required(shapes[index], 'a shape of each layer')
    const taps = tapsPerOutput(shape)
    if (taps === undefined) return
    // For the weights; and for the input, where a layer before it learns.
    const products = (work[index]?.inputGradient ?? 0) > 0 ? 2 : 1
    gradient.forEach((value, i) => {
      const tap = required(taps[i % taps.length], 'taps of each output')
      forward += tap
      backwardDense += products * tap
      if (value !== 0 || shape.layer.type === 'dense') backwardUseful += products * tap
    })
  })
  return {
    forward: forward / count,
    backwardDense: backwardDense / count,
    backwardUseful: backwardUseful / count
  }
}

/** For each output of one image, how many inputs it is a sum over; undefined for layers that multiply nothing. */
function tapsPerOutput({ layer, input, output }: LayerShape): Float64Array | undefined {
  if (layer.type === 'dense') return new Float64Array(layer.units).fill(volume(input))
  if (layer.type !== 'conv2d') return undefined
  const [height, width, channels] = spatialShape(input)
  const [outHeight, outWidth, filters] = spatialShape(output)
  const inside = (axis: 0 | 1, at: number, size: number): number => {
    const begin = at * layer.strides[axis] - layer.padding[axis]
    return Math.max(0, Math.min(size, begin + layer.kernelSize[axis]) - Math.max(0, begin))
  }
  return Float64Array.from({ length: outHeight * outWidth * filters }, (_, i) => {
    const x = Math.floor(i / filters) % outWidth
    const y = Math.floor(i / filters / outWidth)
    return inside(0, y, height) * inside(1, x, width) * channels
  })
}
