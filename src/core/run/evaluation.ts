import { required } from '../base/required'
import { z } from '../base/schema'
import { calibrationBin, calibrationBins } from './calibration'

/** [true class, predicted class, images]. */
export const confusionCell = z.tuple([z.int().min(0), z.int().min(0), z.int().min(1)])
export type ConfusionCell = z.infer<typeof confusionCell>

/** Earlier versions wrote the whole matrix: counts[true class][predicted class]. */
const earlierEvaluation = z.looseObject({ confusion: z.array(z.array(z.int().min(0))) })

const content = z
  .object({
    split: z.enum(['test', 'validation']),
    classes: z.array(z.string()).min(1),
    /** The confusion matrix, row by row, without what never happened: of 1,000 classes most cells are empty. */
    cells: z.array(confusionCell),
    /** Mean cross-entropy over the images. */
    loss: z.number(),
    durationMs: z.number(),
    /** Images whose true class has one of the two highest scores; missing in results from before it was counted. */
    topTwo: z.int().min(0).optional(),
    /** The predictions by their confidence; missing in results from before they were sorted by it. */
    calibration: z.array(calibrationBin).length(calibrationBins).optional()
  })
  .refine(
    ({ classes, cells }) => cells.every(([label, predicted]) => Math.max(label, predicted) < classes.length),
    'a cell of the confusion matrix is of a class that does not exist'
  )

/** What a network gets right and wrong on a set of images that it was not trained on. */
export const evaluation = z.preprocess((given) => {
  const earlier = earlierEvaluation.safeParse(given)
  if (!earlier.success) return given
  const { confusion, ...rest } = earlier.data
  return { ...rest, cells: confusionCells(confusion) }
}, content)
export type Evaluation = z.infer<typeof evaluation>

export interface ClassAccuracy {
  readonly name: string
  readonly correct: number
  readonly total: number
  /** correct / total in [0, 1]; undefined where the set holds no image of the class. */
  readonly accuracy: number | undefined
}

interface Cells {
  readonly cells: readonly ConfusionCell[]
}
interface Counted extends Cells {
  readonly classes: readonly string[]
}

/** @param matrix counts[true class][predicted class] */
export function confusionCells(matrix: readonly (readonly number[])[]): ConfusionCell[] {
  return matrix.flatMap((row, label) =>
    row.flatMap((images, predicted): ConfusionCell[] => (images === 0 ? [] : [[label, predicted, images]]))
  )
}

/** counts[true class][predicted class] */
export function confusionMatrix({ classes, cells }: Counted): number[][] {
  const matrix = classes.map(() => new Array<number>(classes.length).fill(0))
  for (const [label, predicted, images] of cells) {
    required(matrix[label], 'a row of each class')[predicted] = images
  }
  return matrix
}

export function imageCount({ cells }: Cells): number {
  return cells.reduce((sum, [, , images]) => sum + images, 0)
}

/** Images on the diagonal. */
export function correctCount({ cells }: Cells): number {
  return cells.reduce((sum, [label, predicted, images]) => (label === predicted ? sum + images : sum), 0)
}

/** Share of images on the diagonal, in [0, 1]. */
export function accuracy(result: Cells): number {
  const total = imageCount(result)
  return total === 0 ? 0 : correctCount(result) / total
}

/** Recall of each class, counted whatever the batches were. */
export function classAccuracies({ classes, cells }: Counted): ClassAccuracy[] {
  const counts = classes.map((name) => ({ name, correct: 0, total: 0 }))
  for (const [label, predicted, images] of cells) {
    const own = required(counts[label], 'counts of each class')
    own.total += images
    if (label === predicted) own.correct += images
  }
  return counts.map(({ name, correct, total }) => ({
    name,
    correct,
    total,
    accuracy: total === 0 ? undefined : correct / total
  }))
}

/** What each class was most often taken for, where it was taken for another at all. */
export function worstConfusions({ classes, cells }: Counted): (ConfusionCell | undefined)[] {
  const worst = new Array<ConfusionCell | undefined>(classes.length).fill(undefined)
  for (const one of cells) {
    const [label, predicted] = one
    if (label !== predicted && isWorse(one, worst[label])) worst[label] = one
  }
  return worst
}

function isWorse(one: ConfusionCell, other: ConfusionCell | undefined): boolean {
  return other === undefined || one[2] > other[2]
}

/** Wrong answers, the most frequent first. */
export function frequentMistakes({ cells }: Cells): ConfusionCell[] {
  return cells.filter(([label, predicted]) => label !== predicted).sort((a, b) => b[2] - a[2])
}

/** Half the width of the 95 % confidence interval of an accuracy (normal approximation), in [0, 1]. */
export function accuracyMargin(share: number, images: number): number {
  return images === 0 ? 0 : 1.96 * Math.sqrt((share * (1 - share)) / images)
}
