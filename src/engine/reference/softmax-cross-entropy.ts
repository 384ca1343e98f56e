import { required } from '../../core/base/required'
import { crossEntropy, logSumExp, softmax } from '../../core/maths/softmax'
import { type WeightedTargets, weightedTargets } from '../../core/maths/weighted-targets'
import type { Values } from './layer'

/** What decides the loss besides scores and labels. */
export interface LossSettings {
  /** See `crossEntropy`. */
  readonly labelSmoothing?: number | undefined
  /** See weighted-targets. */
  readonly classWeights?: readonly number[] | undefined
}

interface BatchLoss {
  readonly loss: number
  readonly gradient: Values
}

/** Mean cross-entropy of a batch and its gradient: logits [N, C], labels [N] -> dlogits [N, C] = (softmax - target) / N. */
export function softmaxCrossEntropy(
  logits: Values,
  labels: Uint16Array,
  classes: number,
  { labelSmoothing: smoothing = 0, classWeights }: LossSettings
): BatchLoss {
  if (classWeights !== undefined) {
    return weightedCrossEntropy(logits, labels, weightedTargets(classWeights, smoothing), smoothing)
  }
  const images = labels.length
  const gradient = new Float64Array(logits.length)
  let loss = 0
  labels.forEach((label, n) => {
    const scores = logits.subarray(n * classes, (n + 1) * classes)
    loss += crossEntropy(scores, label, smoothing)
    softmax(scores).forEach((probability, c) => {
      gradient[n * classes + c] =
        (probability - (c === label ? 1 - smoothing : 0) - smoothing / classes) / images
    })
  })
  return { loss: loss / images, gradient }
}

/** dlogits [N, C] = (sum of targets * softmax - target) / sum of the labels' weights */
function weightedCrossEntropy(
  logits: Values,
  labels: Uint16Array,
  { weights, sums }: WeightedTargets,
  smoothing: number
): BatchLoss {
  const classes = weights.length
  const gradient = new Float64Array(logits.length)
  const weightOf = (label: number): number => required(weights[label], 'a weight of each class')
  const total = labels.reduce((sum, label) => sum + weightOf(label), 0)
  let loss = 0
  labels.forEach((label, n) => {
    const scores = logits.subarray(n * classes, (n + 1) * classes)
    const sum = required(sums[label], 'a sum of the targets of each class')
    const logarithm = logSumExp(scores)
    const probabilities = softmax(scores)
    scores.forEach((score, c) => {
      const target = weightOf(c) * ((c === label ? 1 - smoothing : 0) + smoothing / classes)
      loss += target * (logarithm - score)
      gradient[n * classes + c] = (sum * required(probabilities[c], 'a probability') - target) / total
    })
  })
  return { loss: loss / total, gradient }
}
