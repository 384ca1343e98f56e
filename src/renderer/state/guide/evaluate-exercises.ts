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
      'Let a trained network predict the test images. A run that trains to its end is evaluated without being asked.',
    learned: 'Accuracy is measured on images that the network has never trained on.',
    at: 'accuracy',
    answer: 'fact',
    action: 'evaluate',
    holds: ({ runs }) => runs.some(({ accuracy }) => accuracy !== undefined)
  },
  {
    id: 'taken-for',
    room: 'evaluate',
    title: 'Cats predicted as …',
    question: 'Which other class does the network predict most often for images of cats?',
    learned: 'A row holds all images of one true class, wherever the network put them.',
    at: 'matrix',
    answer: 'choice',
    choices: others,
    check: ({ evaluation }, answer) =>
      mostFrequent(evaluation, answer, 'row', {
        found: (count, name) => `${count} of the cats were called “${name}”.`,
        crossed: 'That is the column: images that were called cat. True classes are rows.',
        look: 'Go along the row “cat”, past the diagonal, to the largest number.'
      })
  },
  {
    id: 'called-cat',
    room: 'evaluate',
    title: '… and what is called cat',
    question:
      'Of the images that the network calls cat: which other class do most of the wrong ones belong to?',
    learned: 'A column holds all images that got one answer, right or wrong.',
    at: 'matrix',
    answer: 'choice',
    choices: others,
    check: ({ evaluation }, answer) =>
      mostFrequent(evaluation, answer, 'column', {
        found: (count, name) => `${count} images of the class “${name}” were called “cat”.`,
        crossed: 'That is the row: true cats. What the network answered are columns.',
        look: 'Go down the column “cat”, past the diagonal, to the largest number.'
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
    return todo('There is no matrix yet. Train a run to its end, or evaluate one.')
  const { classes, cells } = evaluation
  const at = classes.indexOf(subject)
  if (at === -1) {
    return todo(
      `This is about ${lessonDataset.name}. The classes of this run have no “${subject}” among them.`
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
  if (most === 0) return todo('This matrix has no such mistake. Take another run.')
  const chosen = classes.indexOf(answer)
  if (counts[chosen] === most) return right(words.found(formatCount(most), answer))
  const crossed = mistakes(along === 'row' ? 'column' : 'row')
  return wrong(crossed[chosen] === extent(crossed).max ? words.crossed : words.look)
}
