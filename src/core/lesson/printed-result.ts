import { extent } from '../maths/extent'
import { accuracy, classAccuracies, type Evaluation } from '../run/evaluation'

const percent = (share: number): string => `${(share * 100).toFixed(1)}%`

/** What the script prints of a test: the accuracy, then that of every class. */
export function printedResult(evaluation: Evaluation): readonly string[] {
  const classes = classAccuracies(evaluation)
  const width = Math.max(5, extent(classes.map(({ name }) => name.length)).max)
  return [
    `Accuracy: ${percent(accuracy(evaluation))}`,
    ...classes.map(
      (one) => `${one.name.padEnd(width)} ${one.accuracy === undefined ? 'nan%' : percent(one.accuracy)}`
    )
  ]
}
