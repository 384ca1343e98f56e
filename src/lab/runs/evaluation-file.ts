import { dirname } from 'node:path'
import { imageCount, type Evaluation } from '../../core/run/evaluation'
import { LabError } from '../../core/base/lab-error'
import { z } from '../../core/base/schema'
import { makeSubfolder } from '../storage/make-subfolder'
import { readSealedFile, writeSealedFile } from '../storage/sealed-file'
import { runPaths } from './run-folder'

/** What a network said about each image of the test set, in the order of its rows. */
export interface Predictions {
  /** u8[rows] */
  readonly labels: Uint8Array
  /** u8[rows]: the class with the highest score. */
  readonly predicted: Uint8Array
  /** f32[rows]: the probability given to that class. */
  readonly confidence: Float32Array
}

/** runs/<id>/evaluations/<step>.json. Arrays are base64 of their bytes, little-endian. */
const kind = {
  name: 'evaluation',
  format: 2,
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
    confidence: toBase64(new Uint8Array(confidence.buffer, confidence.byteOffset, confidence.byteLength))
  })
}

/**
 * @param evaluation the result of the same evaluation: the predictions have to add up to it
 * @throws LabError 'not-found' when the run was not evaluated at this step; 'data-corrupt', 'unsupported', 'storage'
 */
export async function readPredictions(
  runFolder: string,
  step: number,
  evaluation: Pick<Evaluation, 'confusion'>
): Promise<Predictions> {
  const path = runPaths.evaluation(runFolder, step)
  const file = await readSealedFile(path, kind, () => again)
  if (file === undefined) {
    throw new LabError('not-found', 'The single predictions of this run are not kept.', again)
  }
  const labels = fromBase64(file.labels)
  const predicted = fromBase64(file.predicted)
  const bytes = fromBase64(file.confidence)
  const rows = imageCount(evaluation)
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
function addUp({ labels, predicted }: Predictions, { confusion }: Pick<Evaluation, 'confusion'>): boolean {
  const left = confusion.map((row) => [...row])
  labels.forEach((label, i) => {
    const row = left[label]
    const column = predicted[i] ?? -1
    if (row?.[column] !== undefined) row[column] -= 1
  })
  return left.every((row) => row.every((count) => count === 0))
}

function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
}

/** In a buffer of its own, so that it can be seen as floats. */
function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text, 'base64'))
}
