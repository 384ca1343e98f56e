/** exp(x - max) / sum: scores to probabilities that add up to 1. logits: f32[C] -> f64[C] */
export function softmax(logits: ArrayLike<number>): Float64Array {
  const values = Float64Array.from(logits)
  const max = values.reduce((a, b) => Math.max(a, b), -Infinity)
  let sum = 0
  for (let i = 0; i < values.length; i++) {
    const e = Math.exp((values[i] ?? 0) - max)
    values[i] = e
    sum += e
  }
  return values.map((e) => e / sum)
}

/** -log(softmax(logits)[label]), computed as log-sum-exp so that it neither overflows nor loses digits. */
export function crossEntropy(logits: ArrayLike<number>, label: number): number {
  let max = -Infinity
  for (let i = 0; i < logits.length; i++) max = Math.max(max, logits[i] ?? 0)
  let sum = 0
  for (let i = 0; i < logits.length; i++) sum += Math.exp((logits[i] ?? 0) - max)
  return Math.log(sum) + max - (logits[label] ?? 0)
}
