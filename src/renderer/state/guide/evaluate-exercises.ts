import { extent } from '../../../core/maths/extent'
import { lessonDataset } from '../../../core/data/lesson-dataset'
import { formatPercent } from '../../../core/format/format-number'
import type { Evaluation } from '../../../core/run/evaluation'
import { type FinishedRun, right, type Exercise, todo, type Verdict, wrong } from './exercise'
import { computeTheSame } from '../../../core/settings/compute-the-same'
import { evaluateExerciseTexts } from './evaluate-exercises.text'

const { evaluateARun, takenFor, calledCat, fiveSeeds, mistakes } = evaluateExerciseTexts

/** The class that both questions are about. */
const subject = 'cat'
const others = lessonDataset.classes
  .filter((name) => name !== subject)
  .map((name) => ({ value: name, text: name }))

export const evaluateExercises: readonly Exercise[] = [
  {
    id: 'evaluate-a-run',
    room: 'evaluate',
    ...evaluateARun.words,
    at: 'accuracy',
    answer: 'fact',
    action: 'evaluate',
    holds: ({ runs }) => runs.some(({ accuracy }) => accuracy !== undefined)
  },
  {
    id: 'taken-for',
    room: 'evaluate',
    ...takenFor.words,
    at: 'matrix',
    answer: 'choice',
    choices: others,
    check: ({ evaluation }, answer) => mostFrequent(evaluation, answer, 'row', takenFor)
  },
  {
    id: 'called-cat',
    room: 'evaluate',
    ...calledCat.words,
    at: 'matrix',
    answer: 'choice',
    choices: others,
    check: ({ evaluation }, answer) => mostFrequent(evaluation, answer, 'column', calledCat)
  },
  {
    id: 'five-seeds',
    room: 'evaluate',
    ...fiveSeeds.words,
    at: 'seeds',
    needsRuns: true,
    answer: 'number',
    unit: fiveSeeds.unit,
    check: ({ runs }, answer) => spreadOfSeeds(runs, answer)
  }
]

/** Accuracies are shown in tenths of a point; each of two may be rounded. */
const roundedPoints = 0.11

/** Of the settings with the most seeds, the latest of several. */
function spreadOfSeeds(runs: readonly FinishedRun[], answer: number): Verdict {
  const tested = runs.flatMap((run) =>
    run.accuracy === undefined ? [] : [{ ...run, accuracy: run.accuracy }]
  )
  const groups = tested.map((first) => {
    const alike = tested.filter(({ config }) =>
      computeTheSame({ ...config, seed: first.config.seed }, first.config)
    )
    return alike.filter((run, i) => alike.findIndex(({ config }) => config.seed === run.config.seed) === i)
  })
  const most = groups.reduce<(typeof groups)[number]>(
    (best, group) => (group.length > best.length ? group : best),
    []
  )
  if (most.length === 0) return todo(fiveSeeds.noRun)
  const names = most.map(({ number }) => `#${number}`).join(', ')
  if (most.length < 5) return todo(fiveSeeds.tooFew(most.length, names))
  const { min, max } = extent(most.map(({ accuracy }) => accuracy))
  const points = 100 * (max - min)
  return Math.abs(Math.abs(answer) - points) <= roundedPoints
    ? right(fiveSeeds.found(formatPercent(max), formatPercent(min), points.toFixed(1)))
    : wrong(fiveSeeds.hint)
}

interface MistakeTexts {
  readonly found: (images: number, name: string) => string
  /** Said to an answer that the other direction would give. */
  readonly crossed: string
  readonly hint: string
}

/** Off the diagonal, in the subject's row or column. */
function mostFrequent(
  evaluation: Evaluation | undefined,
  answer: string,
  along: 'row' | 'column',
  texts: MistakeTexts
): Verdict {
  if (evaluation === undefined) return todo(mistakes.noMatrix)
  const { classes, cells } = evaluation
  const at = classes.indexOf(subject)
  if (at === -1) return todo(mistakes.noClass(lessonDataset.name, subject))
  const countsAlong = (direction: 'row' | 'column'): readonly number[] => {
    const counts = classes.map(() => 0)
    for (const [label, predicted, images] of cells) {
      if (label === predicted) continue
      if (direction === 'row' && label === at) counts[predicted] = images
      if (direction === 'column' && predicted === at) counts[label] = images
    }
    return counts
  }
  const counts = countsAlong(along)
  const most = extent(counts).max
  if (most === 0) return todo(mistakes.none)
  const chosen = classes.indexOf(answer)
  if (counts[chosen] === most) return right(texts.found(most, answer))
  const crossed = countsAlong(along === 'row' ? 'column' : 'row')
  return wrong(crossed[chosen] === extent(crossed).max ? texts.crossed : texts.hint)
}
