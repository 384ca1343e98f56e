import { inferShapes } from '../../core/model/infer-shapes'
import { channelCount, volume } from '../../core/layers/shape'
import type { ModelSpec } from '../../core/model/model-spec'

/**
 * Multiply-adds of a step, forward and backward, that keep one thread busy for some milliseconds. With less for each,
 * waking threads for every operation costs more than they gain. Measured on the lesson's network on two cores: with
 * batches of 4 one thread is 2.3 times as fast as two, at 32 they are level, at 512 two are 1.8 times as fast as one.
 */
const workForThread = 6e7

/** How many threads are worth having for a step on a batch of this size. */
export function threadsForWork(model: ModelSpec, batchSize: number, cores: number): number {
  const forward = inferShapes(model).reduce((sum, { output, parameters }) => {
    const kernel = parameters.find(({ shape }) => shape.length > 1)
    if (kernel === undefined) return sum
    // Each weight of a kernel is used once for each place of the output.
    const channels = channelCount(output)
    return sum + volume(kernel.shape) * (volume(output) / channels)
  }, 0)
  return Math.max(1, Math.min(cores, Math.floor((3 * forward * batchSize) / workForThread)))
}
