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

/** ln(sum of exp(x)), which neither overflows nor loses digits. */
export function logSumExp(logits: Iterable<number>): number {
  let max = -Infinity
  for (const value of logits) max = Math.max(max, value)
  let sum = 0
  for (const value of logits) sum += Math.exp(value - max)
  return Math.log(sum) + max
}

/**
 * -log(softmax(logits)[label]), computed as log-sum-exp so that it neither overflows nor loses digits.
 * @param smoothing share of the label that is spread evenly over all classes, as torch's CrossEntropyLoss does: with C
 * classes the target is (1 - smoothing) * one-hot + smoothing / C (Szegedy et al., Rethinking the Inception Architecture, 2015)
 */
export function crossEntropy(
  logits: ArrayLike<number> & Iterable<number>,
  label: number,
  smoothing = 0
): number {
  const logarithm = logSumExp(logits)
  const own = required(logits[label], 'a score for the label')
  if (smoothing === 0) return logarithm - own
  let all = 0
  for (const value of logits) all += value
  return logarithm - (1 - smoothing) * own - (smoothing / logits.length) * all
}
