/**
 * The loss of a batch with class weights w and a label smoothing s, as torch's CrossEntropyLoss computes it: of C classes,
 * the target of class c is t_c = w_c * ((1 - s) * [c is the label] + s / C), the loss of an image is the sum of
 * -t_c * ln(softmax(logits)_c), and the losses are divided by the sum of the labels' weights. So the targets of an image
 * add up to its label's sum below instead of 1.
 */
export interface WeightedTargets {
  readonly weights: readonly number[]
  /** Of the targets, by label. */
  readonly sums: readonly number[]
}

/** @param smoothing see `crossEntropy` in softmax.ts */
export function weightedTargets(weights: readonly number[], smoothing: number): WeightedTargets {
  const spread = (weights.reduce((sum, weight) => sum + weight, 0) * smoothing) / weights.length
  return { weights, sums: weights.map((weight) => (1 - smoothing) * weight + spread) }
}
