import { argmax } from '../maths/argmax'
import { mirrorImages } from '../augmentation/mirror-images'
import type { BatchSlot, Program } from '../engine/engine'
import { CalibrationCount } from '../run/calibration'
import { confusionCells, type Evaluation } from '../run/evaluation'
import { imageBytes, type ImageSet } from '../data/image-set'
import { gather } from './loader'
import { LabError } from '../base/lab-error'
import { required } from '../base/required'
import { crossEntropy, softmax } from '../maths/softmax'

export interface EvaluateRequest {
  readonly program: Program
  readonly set: ImageSet
  /** Rows of the set to look at, in order. */
  readonly rows: Uint32Array
  readonly classes: readonly string[]
  readonly split: Evaluation['split']
  /** Whether each image counts with the mean of its scores and those of its mirror image, left and right exchanged. */
  readonly mirrored?: boolean
  /** Images a forward pass; no more than the batch size that the program was compiled for. */
  readonly batchSize: number
  /** Of the program, for at least that many images; a new one where none is given. */
  readonly slot?: BatchSlot
  /** Milliseconds, monotonic. */
  readonly clock: () => number
  /** Called between batches; a rejected promise cancels. */
  readonly onProgress: (done: number, total: number) => Promise<void>
}

export interface EvaluateResult {
  readonly evaluation: Evaluation
  /** u16[rows]: the class with the highest score for each row. */
  readonly predicted: Uint16Array
  /** f32[rows]: the probability that the network gave to the class it predicted. */
  readonly confidence: Float32Array
  /** f32[rows]: the probability that it gave to the true class. */
  readonly trueProbability: Float32Array
}

/** Whether at most one other class comes before this one; of equal scores the first does, as in the prediction. */
function isSecond(scores: Float32Array, label: number): boolean {
  const own = required(scores[label], 'a score of each class')
  return (
    scores.reduce((before, score, i) => before + (score > own || (score === own && i < label) ? 1 : 0), 0) < 2
  )
}

/** Weights that are finite can still be so large that what comes out is not. @throws LabError 'diverged' */
export function requireFinite<A extends ArrayLike<number>>(scores: A): A {
  const spoilt = Array.from(scores).find((score) => !Number.isFinite(score))
  if (spoilt === undefined) return scores
  throw new LabError(
    'diverged',
    `The network’s scores are no longer finite numbers (one is ${spoilt}): its weights have become too large.`,
    'Use an earlier checkpoint, or train again with a lower learning rate.'
  )
}

/** Runs the network forward over the rows and counts. Nothing is assumed about batches: the last may be short. */
export async function evaluate(request: EvaluateRequest): Promise<EvaluateResult> {
  const { program, set, rows, classes, batchSize, clock } = request
  const begin = clock()
  const slot = request.slot ?? program.createSlot(batchSize)
  const logits = new Float32Array(batchSize * classes.length)
  const mirroredLogits = new Float32Array(request.mirrored === true ? logits.length : 0)
  const confusion = classes.map(() => new Array<number>(classes.length).fill(0))
  const predicted = new Uint16Array(rows.length)
  const confidence = new Float32Array(rows.length)
  const trueProbability = new Float32Array(rows.length)
  const calibration = new CalibrationCount()
  let topTwo = 0
  let loss = 0
  for (let done = 0; done < rows.length;) {
    const batch = rows.subarray(done, done + batchSize)
    gather(set, batch, slot)
    await program.predict(slot, batch.length, logits)
    if (request.mirrored === true) {
      mirrorImages(slot.images.subarray(0, batch.length * imageBytes(set)), set.shape)
      await program.predict(slot, batch.length, mirroredLogits)
      for (const [i, score] of mirroredLogits.entries()) logits[i] = (Number(logits[i]) + score) / 2
    }
    for (const [i, label] of slot.labels.subarray(0, batch.length).entries()) {
      const scores = logits.subarray(i * classes.length, (i + 1) * classes.length)
      const best = argmax(requireFinite(scores))
      const row = required(confusion[label], 'a class of each label')
      row[best] = required(row[best], 'a cell of each class') + 1
      loss += crossEntropy(scores, label)
      predicted[done + i] = best
      const probabilities = softmax(scores)
      const sure = required(probabilities[best], 'a probability of each class')
      confidence[done + i] = sure
      trueProbability[done + i] = required(probabilities[label], 'a probability of each class')
      calibration.add(sure, best === label)
      if (best === label || isSecond(scores, label)) topTwo += 1
    }
    done += batch.length
    await request.onProgress(done, rows.length)
  }
  return {
    evaluation: {
      split: request.split,
      classes: [...classes],
      cells: confusionCells(confusion),
      loss: rows.length === 0 ? 0 : loss / rows.length,
      durationMs: clock() - begin,
      topTwo,
      calibration: calibration.bins
    },
    predicted,
    confidence,
    trueProbability
  }
}
