import {
  accuracy,
  classAccuracies,
  confusionMatrix,
  type Evaluation,
  imageCount
} from '../../core/run/evaluation'
import { extent } from '../../core/maths/extent'
import { formatPercent } from '../../core/format/format-number'

interface AllResults {
  readonly evaluation: Evaluation
  /** Of the average of the weights, where there is one. */
  readonly averaged?: Evaluation | undefined
  /** Whether each image was tested together with its mirror image. */
  readonly mirrored?: boolean
}

/**
 * The lesson's closing lines: overall accuracy, then one line a class, names aligned to the right; and one for the average
 * of the weights, where there is one.
 */
export function accuracyLines({ evaluation, averaged, mirrored = false }: AllResults): string[] {
  const width = Math.max(5, extent(evaluation.classes.map((name) => name.length)).max)
  const overall = `Accuracy of the network on the ${imageCount(evaluation)} ${evaluation.split} images${mirrored ? ', each with its mirror image' : ''}: ${formatPercent(accuracy(evaluation))}`
  const classes = classAccuracies(evaluation).map(
    ({ name, accuracy: share }) =>
      `Accuracy of ${name.padStart(width)} : ${share === undefined ? 'no images' : formatPercent(share)}`
  )
  const average =
    averaged === undefined
      ? []
      : [`Accuracy of the average of the weights: ${formatPercent(accuracy(averaged))}`]
  return [overall, ...classes, ...average]
}

/** The same for programs: what `--json` prints of an evaluation. Shares in [0, 1]. */
export function accuracyDocument({ evaluation, averaged, mirrored = false }: AllResults): object {
  return {
    ...document(evaluation),
    mirrored,
    averaged: averaged === undefined ? null : document(averaged)
  }
}

function document(evaluation: Evaluation): object {
  return {
    split: evaluation.split,
    images: imageCount(evaluation),
    accuracy: accuracy(evaluation),
    loss: evaluation.loss,
    classes: classAccuracies(evaluation).map((one) => ({ ...one, accuracy: one.accuracy ?? null })),
    /** counts[true class][predicted class] */
    confusion: confusionMatrix(evaluation),
    durationMs: evaluation.durationMs
  }
}
