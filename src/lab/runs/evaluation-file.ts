import { dirname } from 'node:path'
import { imageCount, type Evaluation } from '../../core/run/evaluation'
import { LabError } from '../../core/base/lab-error'
import { required } from '../../core/base/required'
import { z } from '../../core/base/schema'
import { makeSubfolder } from '../storage/make-subfolder'
import { readSealedFile, writeSealedFile } from '../storage/sealed-file'
import { runPaths } from './run-folder'

/** What a network said about each image of the test set, in the order of its rows. */
export interface Predictions {
  /** u16[rows] */
  readonly labels: Uint16Array
  /** u16[rows]: the class with the highest score. */
  readonly predicted: Uint16Array
  /** f32[rows]: the probability given to that class. */
  readonly confidence: Float32Array
  /** f32[rows]: the probability given to the true class; undefined where an earlier version did not keep it. */
  readonly trueProbability: Float32Array | undefined
}

/**
 * runs/<id>/evaluations/<step>.json. Arrays are base64 of their bytes, little-endian. Earlier formats kept classes in one
 * byte each, which can be told by the lengths.
 */
const kind = {
  name: 'evaluation',
  format: 4,
  content: z.object({
    step: z.int().min(0),
    rows: z.int().min(0),
    labels: z.string(),
    predicted: z.string(),
    confidence: z.string(),
    trueProbability: z.string().optional()
  })
}

const again = 'Evaluate the run again.'

export async function writePredictions(
  runFolder: string,
  step: number,
  { labels, predicted, confidence, trueProbability }: Predictions
): Promise<void> {
  const path = runPaths.evaluation(runFolder, step)
  await makeSubfolder(dirname(path))
  await writeSealedFile(path, kind, {
    step,
    rows: predicted.length,
    labels: toBase64(labels),
    predicted: toBase64(predicted),
    confidence: toBase64(confidence),
    ...(trueProbability === undefined ? {} : { trueProbability: toBase64(trueProbability) })
  })
}

/**
 * @param evaluation the result of the same evaluation: the predictions have to add up to it
 * @throws LabError 'not-found' when the run was not evaluated at this step; 'data-corrupt', 'unsupported', 'storage'
 */
export async function readPredictions(
  runFolder: string,
  step: number,
  evaluation: Pick<Evaluation, 'classes' | 'cells'>
): Promise<Predictions> {
  const path = runPaths.evaluation(runFolder, step)
  const file = await readSealedFile(path, kind, () => again)
  if (file === undefined) {
    throw new LabError('not-found', 'Tenfold did not keep the individual predictions of this run.', again)
  }
  const rows = imageCount(evaluation)
  const labels = classesFrom(file.labels, rows)
  const predicted = classesFrom(file.predicted, rows)
  const confidence = probabilitiesFrom(file.confidence, rows)
  const own = file.trueProbability
  const trueProbability = own === undefined ? undefined : probabilitiesFrom(own, rows)
  const complete = labels.length === rows && predicted.length === rows
  if (
    complete &&
    file.step === step &&
    confidence !== undefined &&
    (own === undefined) === (trueProbability === undefined)
  ) {
    const predictions = { labels, predicted, confidence, trueProbability }
    if (addUp(predictions, evaluation)) return predictions
  }
  throw new LabError('data-corrupt', `${path} does not belong to the result of the evaluation.`, again)
}

/** @returns undefined for what is not one probability of each row */
function probabilitiesFrom(text: string, rows: number): Float32Array | undefined {
  const bytes = fromBase64(text)
  if (bytes.length !== rows * Float32Array.BYTES_PER_ELEMENT) return undefined
  const values = new Float32Array(bytes.buffer)
  return values.every((value) => value >= 0 && value <= 1) ? values : undefined
}

/** Classes that do not exist have no place in the confusion matrix either. */
function addUp(
  { labels, predicted }: Pick<Predictions, 'labels' | 'predicted'>,
  { classes, cells }: Pick<Evaluation, 'classes' | 'cells'>
): boolean {
  const key = (label: number, column: number): number => label * classes.length + column
  const left = new Map(cells.map(([label, column, images]) => [key(label, column), images]))
  for (const [i, label] of labels.entries()) {
    const at = key(label, required(predicted[i], 'a prediction of each row'))
    const images = left.get(at)
    if (images === undefined) return false
    left.set(at, images - 1)
  }
  return [...left.values()].every((images) => images === 0)
}

/** u16[rows], or the u8[rows] of earlier formats. */
function classesFrom(text: string, rows: number): Uint16Array {
  const bytes = fromBase64(text)
  return bytes.length === rows ? Uint16Array.from(bytes) : new Uint16Array(bytes.buffer, 0, bytes.length >> 1)
}

function toBase64({ buffer, byteOffset, byteLength }: ArrayBufferView): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('base64')
}

/** In a buffer of its own, so that it can be seen as floats. */
function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text, 'base64'))
}
