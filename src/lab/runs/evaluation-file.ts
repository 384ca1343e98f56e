import { readFile } from 'node:fs/promises'
import { LabError } from '../../core/lab-error'
import { parseInput } from '../../core/parse-input'
import { z } from '../../core/schema'
import { errorCode, storageError } from '../storage/storage-error'
import { writeFileAtomically } from '../storage/write-file-atomically'
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
const evaluationFile = z.object({
  format: z.literal(1),
  step: z.int().min(0),
  rows: z.int().min(0),
  labels: z.string(),
  predicted: z.string(),
  confidence: z.string()
})

export async function writePredictions(
  runFolder: string,
  step: number,
  { labels, predicted, confidence }: Predictions
): Promise<void> {
  const content: z.infer<typeof evaluationFile> = {
    format: 1,
    step,
    rows: predicted.length,
    labels: toBase64(labels),
    predicted: toBase64(predicted),
    confidence: toBase64(new Uint8Array(confidence.buffer, confidence.byteOffset, confidence.byteLength))
  }
  await writeFileAtomically(runPaths.evaluation(runFolder, step), JSON.stringify(content))
}

/** @throws LabError 'not-found' when the run was not evaluated at this step; 'data-corrupt', 'storage' */
export async function readPredictions(runFolder: string, step: number): Promise<Predictions> {
  const path = runPaths.evaluation(runFolder, step)
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    if (errorCode(cause) !== 'ENOENT') throw storageError(cause, 'read', path)
    throw new LabError(
      'not-found',
      'The single predictions of this run are not kept.',
      'Evaluate the run again.',
      cause
    )
  })
  const file = parseInput(evaluationFile, parseJson(text), path, 'data-corrupt')
  const labels = fromBase64(file.labels)
  const predicted = fromBase64(file.predicted)
  const confidence = fromBase64(file.confidence)
  if (
    labels.length !== file.rows ||
    predicted.length !== file.rows ||
    confidence.length !== file.rows * Float32Array.BYTES_PER_ELEMENT
  ) {
    throw new LabError('data-corrupt', `${path} is damaged.`, 'Evaluate the run again.')
  }
  return { labels, predicted, confidence: new Float32Array(confidence.buffer) }
}

function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
}

/** In a buffer of its own, so that it can be seen as floats. */
function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text, 'base64'))
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Not an object: the schema says so, and names the file.
    return undefined
  }
}
