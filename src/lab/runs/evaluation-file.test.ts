import { mkdtemp, rm, writeFile } from 'node:fs/promises'
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
  labels: Uint8Array.of(1, 2, 3),
  predicted: Uint8Array.of(1, 0, 3),
  confidence: Float32Array.of(0.5, 0.25, 0.9)
}

test('predictions are read back to the bit, views into larger buffers included', async () => {
  const larger = Float32Array.of(9, 0.5, 0.25, 0.9, 9)
  await writePredictions(folder, 100, { ...predictions, confidence: larger.subarray(1, 4) })
  expect(await readPredictions(folder, 100)).toEqual(predictions)
})

test('a step without them, and a file of the wrong size, are told apart', async () => {
  await expect(readPredictions(folder, 1)).rejects.toMatchObject({ code: 'not-found' })
  await writePredictions(folder, 1, predictions)
  const file = { format: 1, step: 1, rows: 3, labels: 'AQID', predicted: 'AQAD', confidence: 'AAAA' }
  await writeFile(runPaths.evaluation(folder, 1), JSON.stringify(file))
  await expect(readPredictions(folder, 1)).rejects.toMatchObject({ code: 'data-corrupt' })
})
