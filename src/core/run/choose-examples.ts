import { LabError } from '../base/lab-error'
import { required } from '../base/required'
import { z } from '../base/schema'

const classIndex = z.int().min(0)

/** Which of the images that a network was tested on to look at. */
export const exampleChoice = z.discriminatedUnion('kind', [
  /** One cell of the confusion matrix, the most confident first. */
  z.object({ kind: z.literal('cell'), trueClass: classIndex, predictedClass: classIndex }),
  /** Wrong predictions, the most confident first. */
  z.object({ kind: z.literal('mistakes') }),
  /** Those whose highest probability is the lowest, right or wrong. */
  z.object({ kind: z.literal('unsure') }),
  /** Images of a class, those first to whose class the network gave the lowest probability. */
  z.object({ kind: z.literal('hardest'), trueClass: classIndex })
])
export type ExampleChoice = z.infer<typeof exampleChoice>

/** What a network said about each image, by its row. */
interface Predictions {
  readonly labels: Uint16Array
  readonly predicted: Uint16Array
  /** f32[rows]: the probability given to the predicted class. */
  readonly confidence: Float32Array
  /** f32[rows]: the probability given to the true class; undefined where it was not kept. */
  readonly trueProbability: Float32Array | undefined
}

/**
 * @throws LabError 'not-found' for the hardest of a class without the probabilities of the true classes
 * @returns all rows that are meant, in the order in which to look at them; of equal ones the first row first
 */
export function chooseExamples(predictions: Predictions, choice: ExampleChoice): number[] {
  const { labels, predicted, confidence, trueProbability } = predictions
  const rows = Array.from(labels.keys())
  const by = (values: Float32Array, direction: 1 | -1) => (one: number, other: number) =>
    direction * (required(values[one], 'a value') - required(values[other], 'a value'))
  switch (choice.kind) {
    case 'cell':
      return rows
        .filter((row) => labels[row] === choice.trueClass && predicted[row] === choice.predictedClass)
        .sort(by(confidence, -1))
    case 'mistakes':
      return rows.filter((row) => labels[row] !== predicted[row]).sort(by(confidence, -1))
    case 'unsure':
      return rows.sort(by(confidence, 1))
    case 'hardest':
      if (trueProbability === undefined) {
        throw new LabError(
          'not-found',
          'This result comes from an earlier version, which did not keep what the network gave to the true classes.',
          'Evaluate the run again.'
        )
      }
      return rows.filter((row) => labels[row] === choice.trueClass).sort(by(trueProbability, 1))
  }
}
