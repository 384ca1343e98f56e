/** The softmax of logits: shares of 1. */
export function probabilities(scores: Float32Array): number[] {
  const highest = scores.reduce((most, score) => Math.max(most, score), -Infinity)
  const powers = Array.from(scores, (score) => Math.exp(score - highest))
  const sum = powers.reduce((total, power) => total + power, 0)
  return powers.map((power) => power / sum)
}
