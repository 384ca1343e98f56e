import { z } from '../base/schema'

/** Equal parts of [0, 1] into which predictions are sorted by their confidence. */
export const calibrationBins = 10

/** The predictions whose confidence lies in one part of [0, 1]. */
export const calibrationBin = z.object({
  images: z.int().min(0),
  /** Those that are right. */
  correct: z.int().min(0),
  /** The sum of their confidences. */
  confidence: z.number().min(0)
})
export type CalibrationBin = z.infer<typeof calibrationBin>

/**
 * Sorts predictions by their confidence: bin m of M holds those in (m / M, (m + 1) / M], as in Guo et al. 2017, “On
 * Calibration of Modern Neural Networks”.
 */
export class CalibrationCount {
  readonly #bins = Array.from({ length: calibrationBins }, () => ({ images: 0, correct: 0, confidence: 0 }))

  /** @param confidence the probability given to the predicted class, in [0, 1] */
  add(confidence: number, isCorrect: boolean): void {
    const at = Math.min(calibrationBins - 1, Math.max(0, Math.ceil(confidence * calibrationBins) - 1))
    const bin = this.#bins[at]
    if (bin === undefined) throw new RangeError(`a confidence of ${confidence}`)
    bin.images += 1
    bin.correct += isCorrect ? 1 : 0
    bin.confidence += confidence
  }

  get bins(): CalibrationBin[] {
    return this.#bins.map((bin) => ({ ...bin }))
  }
}

/**
 * By how much confidence and accuracy differ on average, in [0, 1]: the expected calibration error of Guo et al. 2017,
 * each bin weighed by its images. 0 for no images.
 */
export function calibrationError(bins: readonly CalibrationBin[]): number {
  const images = bins.reduce((sum, bin) => sum + bin.images, 0)
  const apart = bins.reduce((sum, { correct, confidence }) => sum + Math.abs(correct - confidence), 0)
  return images === 0 ? 0 : apart / images
}

/** How far confidence is above accuracy on average, in [−1, 1]; below 0 where the network is too modest. */
export function overconfidence(bins: readonly CalibrationBin[]): number {
  const images = bins.reduce((sum, bin) => sum + bin.images, 0)
  const above = bins.reduce((sum, { correct, confidence }) => sum + confidence - correct, 0)
  return images === 0 ? 0 : above / images
}
