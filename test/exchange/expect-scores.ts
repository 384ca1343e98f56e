import { expect } from 'vitest'
import { z } from '../../src/core/base/schema'
import { logSumExp } from '../../src/core/maths/softmax'
import type { ModelSpec } from '../../src/core/model/model-spec'
import type { Checkpoint } from '../../src/core/training/checkpoint'
import { largestDifference } from '../code/reference-steps'
import { referenceScores } from './reference-scores'

/** What another program made of a batch of images: probabilities where its network ends in a softmax. */
export const foreignScores = z.object({ softmax: z.boolean(), scores: z.array(z.array(z.number())) })

/**
 * The network computes here what the other program made of it, to 1e-5 of an image's largest score.
 * @param bytes of the images: u8[N, channels, height, width]
 */
export async function expectScores(
  { config, state, assumesPixels }: Checkpoint,
  bytes: Uint8Array,
  { softmax, scores }: z.infer<typeof foreignScores>
): Promise<void> {
  // Where the file does not say, the program was given the bytes as they are.
  const model: ModelSpec = assumesPixels === true ? { ...config.model, pixels: [0, 255] } : config.model
  const given = await referenceScores(model, state.weights, bytes, scores.length)
  scores.forEach((theirs, i) => {
    const ours = given.subarray(i * theirs.length, (i + 1) * theirs.length)
    // A softmax is taken off.
    const sum = softmax ? logSumExp(ours) : 0
    const found = ours.map((score) => (softmax ? Math.exp(score - sum) : score))
    const largest = theirs.reduce((most, score) => Math.max(most, Math.abs(score)), 0)
    expect(largestDifference(found, theirs)).toBeLessThan(1e-5 * largest)
  })
}
