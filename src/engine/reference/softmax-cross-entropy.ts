import { crossEntropy, softmax } from '../../core/maths/softmax'
import type { Values } from './layer'

/**
 * Mean cross-entropy of a batch and its gradient: logits [N, C], labels [N] -> dlogits [N, C] = (softmax - target) / N.
 * @param smoothing see `crossEntropy`
 */
export function softmaxCrossEntropy(
  logits: Values,
  labels: Uint16Array,
  classes: number,
  smoothing: number
): { readonly loss: number; readonly gradient: Values } {
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
