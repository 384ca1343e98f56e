import { expect, test } from 'vitest'
import type { BatchSlot, Program } from '../engine/engine'
import { confusionMatrix } from '../run/evaluation'
import { crossEntropy } from '../maths/softmax'
import { evaluate } from './evaluate'

/** Two classes and images of 1 x 2 pixels: the scores of an image are its pixels, left and right. */
const program: Program = {
  device: { engine: 'reference', label: 'pixels', description: 'pixels', threads: 1 },
  createSlot: (capacity: number): BatchSlot => ({
    images: new Uint8Array(capacity * 2),
    labels: new Uint16Array(capacity),
    indices: new Uint32Array(capacity)
  }),
  predict: (slot, count, logits) => {
    logits.set(slot.images.subarray(0, count * 2))
    return Promise.resolve()
  },
  train: () => Promise.reject(new Error('not asked for here')),
  readState: () => Promise.reject(new Error('not asked for here')),
  readWeights: () => Promise.reject(new Error('not asked for here')),
  writeState: () => Promise.resolve(),
  dispose: () => Promise.resolve()
}

const request = {
  program,
  set: {
    images: Uint8Array.of(9, 4, 1, 6, 5, 5),
    labels: Uint16Array.of(0, 0, 1),
    count: 3,
    shape: [1, 2, 1] as const
  },
  rows: Uint32Array.of(0, 1, 2),
  classes: ['left', 'right'],
  split: 'test' as const,
  batchSize: 2,
  clock: () => 0,
  onProgress: () => Promise.resolve()
}

test('counts each image by its highest score, the last batch short', async () => {
  const { evaluation, predicted } = await evaluate(request)
  expect([...predicted]).toEqual([0, 1, 0])
  expect(confusionMatrix(evaluation)).toEqual([
    [1, 1],
    [1, 0]
  ])
})

test('mirrored, the scores of each image are the mean of its own and those of its mirror image', async () => {
  const { evaluation } = await evaluate({ ...request, mirrored: true })
  const mean = (a: number, b: number): Float32Array => Float32Array.of((a + b) / 2, (a + b) / 2)
  // Left and right weigh the same then, so the first class is predicted throughout.
  expect(confusionMatrix(evaluation)).toEqual([
    [2, 0],
    [1, 0]
  ])
  const losses = [crossEntropy(mean(9, 4), 0), crossEntropy(mean(1, 6), 0), crossEntropy(mean(5, 5), 1)]
  expect(evaluation.loss).toBeCloseTo(losses.reduce((a, b) => a + b) / 3, 12)
})
