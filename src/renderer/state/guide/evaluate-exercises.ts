import { extent } from '../../../core/maths/extent'
import { lessonDataset } from '../../../core/data/lesson-dataset'
import type { Evaluation } from '../../../core/run/evaluation'
import { formatCount } from '../../../core/format/format-number'
import { right, type Exercise, todo, type Verdict, wrong } from './exercise'

/** The class that both questions are about. */
const subject = 'cat'
const others = lessonDataset.classes
  .filter((name) => name !== subject)
  .map((name) => ({ value: name, text: name }))

export const evaluateExercises: readonly Exercise[] = [
  {
    id: 'evaluate-a-run',
    room: 'evaluate',
    title: 'Evaluate a run',
    question:
      'Let a trained network predict the class of every test image. A run that trains to its end is evaluated automatically.',
    learned: 'Accuracy is measured on images that were not used for training.',
    at: 'accuracy',
    answer: 'fact',
    action: 'evaluate',
    holds: ({ runs }) => runs.some(({ accuracy }) => accuracy !== undefined)
  },
  {
    id: 'taken-for',
    room: 'evaluate',
    title: 'Mistakes on images of cats',
    question: 'Which wrong class does the network predict most often for images of cats?',
    learned: 'A row holds all images of one true class, whatever the network predicted for them.',
    at: 'matrix',
    answer: 'choice',
    choices: others,
    check: ({ evaluation }, answer) =>
      mostFrequent(evaluation, answer, 'row', {
        found: (count, name) => `The network predicted “${name}” for ${count} of the images of cats.`,
        crossed: 'You read the column: images that were predicted as cat. The true classes are the rows.',
        look: 'In the row “cat”, find the largest number that is not on the diagonal.'
      })
  },
  {
    id: 'called-cat',
    room: 'evaluate',
    title: 'Images wrongly predicted as cat',
    question:
      'Look at the images that the network wrongly predicted as cat. Which class do most of them belong to?',
    learned: 'A column holds all images with the same prediction, right or wrong.',
    at: 'matrix',
    answer: 'choice',
    choices: others,
    check: ({ evaluation }, answer) =>
      mostFrequent(evaluation, answer, 'column', {
        found: (count, name) => `The network predicted “cat” for ${count} images of the class “${name}”.`,
        crossed: 'You read the row: images of cats. The predictions are the columns.',
        look: 'In the column “cat”, find the largest number that is not on the diagonal.'
      })
  }
]

interface Words {
  readonly found: (count: string, name: string) => string
  /** Said to an answer that the other direction would give. */
  readonly crossed: string
  readonly look: string
}

/** Off the diagonal, in the subject's row or column. */
function mostFrequent(
  evaluation: Evaluation | undefined,
  answer: string,
  along: 'row' | 'column',
  words: Words
): Verdict {
  if (evaluation === undefined)
    return todo('There is no confusion matrix yet. Train a run to its end, or evaluate one.')
  const { classes, cells } = evaluation
  const at = classes.indexOf(subject)
  if (at === -1) {
    return todo(
      `This exercise is about ${lessonDataset.name}. This run’s data set has no class “${subject}”.`
    )
  }
  const mistakes = (direction: 'row' | 'column'): readonly number[] => {
    const counts = classes.map(() => 0)
    for (const [label, predicted, images] of cells) {
      if (label === predicted) continue
      if (direction === 'row' && label === at) counts[predicted] = images
      if (direction === 'column' && predicted === at) counts[label] = images
    }
    return counts
  }
  const counts = mistakes(along)
  const most = extent(counts).max
  if (most === 0) return todo('This confusion matrix has no such mistake. Open another run.')
  const chosen = classes.indexOf(answer)
  if (counts[chosen] === most) return right(words.found(formatCount(most), answer))
  const crossed = mistakes(along === 'row' ? 'column' : 'row')
  return wrong(crossed[chosen] === extent(crossed).max ? words.crossed : words.look)
}
