import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { z } from '../../core/base/schema'
import { confusionCells } from '../../core/run/evaluation'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readPredictions, writePredictions } from './evaluation-file'
import { runPaths } from './run-folder'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tenfold-evaluation-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const predictions = {
  labels: Uint16Array.of(1, 2, 3),
  predicted: Uint16Array.of(1, 0, 3),
  confidence: Float32Array.of(0.5, 0.25, 0.9),
  trueProbability: Float32Array.of(0.5, 0.125, 0.9)
}

/** counts[true class][predicted class] */
const cells = confusionCells([
  [0, 0, 0, 0],
  [0, 1, 0, 0],
  [1, 0, 0, 0],
  [0, 0, 0, 1]
])
const classes = ['a', 'b', 'c', 'd']
const read = (step = 100): Promise<object> => readPredictions(folder, step, { classes, cells })

test('predictions are read back to the bit, views into larger buffers included', async () => {
  const larger = Float32Array.of(9, 0.5, 0.25, 0.9, 9)
  await writePredictions(folder, 100, { ...predictions, confidence: larger.subarray(1, 4) })
  expect(await read()).toEqual(predictions)
})

test('a step without them is not damage', async () => {
  await expect(read(1)).rejects.toMatchObject({ code: 'not-found' })
})

test.each([
  ['a class that does not exist', { ...predictions, predicted: Uint16Array.of(1, 134, 3) }],
  ['a label that does not exist', { ...predictions, labels: Uint16Array.of(1, 4, 3) }],
  ['another prediction', { ...predictions, predicted: Uint16Array.of(1, 0, 2) }],
  ['a confidence above 1', { ...predictions, confidence: Float32Array.of(0.5, 1.25, 0.9) }],
  ['a confidence that is not a number', { ...predictions, confidence: Float32Array.of(0.5, NaN, 0.9) }],
  ['fewer confidences', { ...predictions, confidence: Float32Array.of(0.5) }],
  ['a probability below 0', { ...predictions, trueProbability: Float32Array.of(0.5, -0.25, 0.9) }],
  ['fewer probabilities', { ...predictions, trueProbability: Float32Array.of(0.5) }],
  [
    'fewer rows',
    {
      labels: Uint16Array.of(1),
      predicted: Uint16Array.of(1),
      confidence: Float32Array.of(0.5),
      trueProbability: Float32Array.of(0.5)
    }
  ]
])('%s is refused', async (_, content) => {
  await writePredictions(folder, 100, content)
  await expect(read()).rejects.toMatchObject({ code: 'data-corrupt', hint: 'Evaluate the run again.' })
})

test('the predictions of another step are refused', async () => {
  await writePredictions(folder, 100, predictions)
  await copyFile(runPaths.evaluation(folder, 100), runPaths.evaluation(folder, 200))
  await expect(read(200)).rejects.toMatchObject({ code: 'data-corrupt' })
})

test('a file from before there were seals is read', async () => {
  await writePredictions(folder, 100, predictions)
  const path = runPaths.evaluation(folder, 100)
  const sealed = await readFile(path, 'utf8')
  await writeFile(path, sealed.replace('"format":4', '"format":1').replace(/,"seal":"\w+"/, ''))
  expect(await read()).toEqual(predictions)
})

test('a file of an earlier version, with a byte for each class, is read', async () => {
  await writePredictions(folder, 100, predictions)
  const path = runPaths.evaluation(folder, 100)
  const bytes = (values: Uint16Array): string => Buffer.from(Uint8Array.from(values)).toString('base64')
  const content: unknown = JSON.parse(await readFile(path, 'utf8'))
  const earlier = {
    ...z.looseObject({}).parse(content),
    format: 1,
    labels: bytes(predictions.labels),
    predicted: bytes(predictions.predicted),
    seal: undefined
  }
  await writeFile(path, JSON.stringify(earlier))
  expect(await read()).toEqual(predictions)
})

test('a file of an earlier version, without the probabilities of the true classes, is read', async () => {
  const earlier = { ...predictions, trueProbability: undefined }
  await writePredictions(folder, 100, earlier)
  expect(await read()).toEqual(earlier)
})
