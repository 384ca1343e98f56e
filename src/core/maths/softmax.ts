import { required } from '../base/required'

/** exp(x - max) / sum: scores to probabilities that add up to 1. logits: f32[C] -> f64[C] */
export function softmax(logits: Iterable<number>): Float64Array {
  const values = Float64Array.from(logits)
  const max = values.reduce((a, b) => Math.max(a, b), -Infinity)
  let sum = 0
  values.forEach((value, i) => {
    const power = Math.exp(value - max)
    values[i] = power
    sum += power
  })
  return values.map((power) => power / sum)
}

/** -log(softmax(logits)[label]), computed as log-sum-exp so that it neither overflows nor loses digits. */
export function crossEntropy(logits: ArrayLike<number> & Iterable<number>, label: number): number {
  let max = -Infinity
  for (const value of logits) max = Math.max(max, value)
  let sum = 0
  for (const value of logits) sum += Math.exp(value - max)
  return Math.log(sum) + max - required(logits[label], 'a score for the label')
}
