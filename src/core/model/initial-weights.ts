import { parameterShapes } from './infer-shapes'
import { volume } from '../layers/shape'
import type { ModelSpec } from './model-spec'
import { Random } from '../maths/random'
import type { Weights } from './weights'

/** Random streams of one seed, so that a change in one never shifts the numbers of another. */
export const randomStream = { weights: 0, split: 1, order: 2 } as const

/**
 * PyTorch's default initialisation: kernels and biases uniform in ±1/sqrt(fan in)
 * (torch.nn.init.kaiming_uniform_ with a = sqrt(5), as Conv2d and Linear call it); batch normalisation as the identity.
 */
export function initialWeights(model: ModelSpec, seed: number): Weights {
  const random = Random.seeded(seed, randomStream.weights)
  return parameterShapes(model).map(({ name, shape, fanIn, initialValue }) => {
    const values = new Float32Array(volume(shape))
    if (initialValue !== undefined) return { name, shape, values: values.fill(initialValue) }
    const bound = 1 / Math.sqrt(fanIn)
    for (let i = 0; i < values.length; i++) values[i] = (2 * random.nextFloat() - 1) * bound
    return { name, shape, values }
  })
}
