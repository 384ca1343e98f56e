import {
  accuracy,
  classAccuracies,
  confusionMatrix,
  type Evaluation,
  imageCount
} from '../../core/run/evaluation'
import { extent } from '../../core/maths/extent'
import { formatPercent } from '../../core/format/format-number'

/** The lesson's closing lines: overall accuracy, then one line a class, names aligned to the right. */
export function accuracyLines(evaluation: Evaluation): string[] {
  const width = Math.max(5, extent(evaluation.classes.map((name) => name.length)).max)
  const overall = `Accuracy of the network on the ${imageCount(evaluation)} ${evaluation.split} images: ${formatPercent(accuracy(evaluation))}`
  const classes = classAccuracies(evaluation).map(
    ({ name, accuracy: share }) =>
      `Accuracy of ${name.padStart(width)} : ${share === undefined ? 'no images' : formatPercent(share)}`
  )
  return [overall, ...classes]
}

/** The same for programs: what `--json` prints of an evaluation. Shares in [0, 1]. */
export function accuracyDocument(evaluation: Evaluation): object {
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
