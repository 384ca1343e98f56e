import { extent } from '../../../core/maths/extent'
import { lessonDataset } from '../../../core/data/lesson-dataset'
import type { Evaluation } from '../../../core/run/evaluation'
import { right, type Exercise, todo, type Verdict, wrong } from './exercise'
import { evaluateExerciseTexts } from './evaluate-exercises.text'

const { evaluateARun, takenFor, calledCat, mistakes } = evaluateExerciseTexts

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
  }
]

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
