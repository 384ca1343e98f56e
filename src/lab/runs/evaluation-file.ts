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
}

/**
 * runs/<id>/evaluations/<step>.json. Arrays are base64 of their bytes, little-endian. Earlier formats kept classes in one
 * byte each, which can be told by the lengths.
 */
const kind = {
  name: 'evaluation',
  format: 3,
  content: z.object({
    step: z.int().min(0),
    rows: z.int().min(0),
    labels: z.string(),
    predicted: z.string(),
    confidence: z.string()
  })
}

const again = 'Evaluate the run again.'

export async function writePredictions(
  runFolder: string,
  step: number,
  { labels, predicted, confidence }: Predictions
): Promise<void> {
  const path = runPaths.evaluation(runFolder, step)
  await makeSubfolder(dirname(path))
  await writeSealedFile(path, kind, {
    step,
    rows: predicted.length,
    labels: toBase64(labels),
    predicted: toBase64(predicted),
    confidence: toBase64(confidence)
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
  const bytes = fromBase64(file.confidence)
  const complete =
    labels.length === rows &&
    predicted.length === rows &&
    bytes.length === rows * Float32Array.BYTES_PER_ELEMENT
  const confidence = complete ? new Float32Array(bytes.buffer) : new Float32Array(0)
  const predictions = { labels, predicted, confidence }
  if (complete && file.step === step && confidence.every(isProbability) && addUp(predictions, evaluation)) {
    return predictions
  }
  throw new LabError('data-corrupt', `${path} does not belong to the result of the evaluation.`, again)
}

function isProbability(value: number): boolean {
  return value >= 0 && value <= 1
}

/** Classes that do not exist have no place in the confusion matrix either. */
function addUp(
  { labels, predicted }: Predictions,
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
