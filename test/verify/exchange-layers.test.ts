import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import '@tensorflow/tfjs-backend-cpu'
import * as tf from '@tensorflow/tfjs-core'
import * as tfl from '@tensorflow/tfjs-layers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findTorch } from '../../scripts/test-setup/find-torch.mjs'
import type { Checkpoint } from '../../src/core/training/checkpoint'
import { writeCheckpoint } from '../../src/lab/checkpoint/write-checkpoint'
import { exportNetwork } from '../../src/lab/exchange/export-network'
import { fromFolder } from '../checkpoint/from-folder'
import { largestDifference } from '../code/reference-steps'
import { runPython } from '../code/run-python'
import { imageBytes, presetConfig, realImages, trainedNetwork } from './trained-network'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tenfold-layers-'))
  await tf.setBackend('cpu')
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const harness = fileURLToPath(new URL('keras-harness.py', import.meta.url))
const kerasPython = await findTorch('torch, keras, h5py')
const kerasTwoPython = await findTorch('tf_keras')
const presets = ['lesson', 'modern'] as const

describe.each(presets)('%s, trained for 1,000 steps: the scores of 10,000 test images', (preset) => {
  test('in TensorFlow.js', async ({ skip }) => {
    const made = await network(preset, skip)
    expect(farthest(await inTensorflow(made.checkpoint, made.images), made.scores)).toBeLessThan(1e-5)
  })

  test.skipIf(kerasPython === undefined)(
    'in Keras 3, from both files (skipped without keras)',
    async ({ skip }) => {
      await expectSameIn(
        kerasPython,
        'keras',
        ['plain.keras', 'prepared.keras', 'plain.h5'],
        await network(preset, skip)
      )
    }
  )

  test.skipIf(kerasTwoPython === undefined)(
    'in Keras 2, from .h5 (skipped without tf_keras)',
    async ({ skip }) => {
      await expectSameIn(kerasTwoPython, 'tf_keras', ['plain.h5', 'prepared.h5'], await network(preset, skip))
    }
  )
})

interface Made {
  readonly checkpoint: Checkpoint
  readonly scores: Float32Array
  /** u8[10000, 3, 32, 32] */
  readonly images: Uint8Array
}

async function network(preset: string, skip: (why: string) => void): Promise<Made> {
  const data = await realImages()
  if ('unreachable' in data) {
    skip(data.unreachable)
    throw new Error(data.unreachable)
  }
  const { checkpoint, scores } = await trainedNetwork(presetConfig(preset), 0, data)
  return { checkpoint, scores, images: data.test.images }
}

async function expectSameIn(
  python: string | undefined,
  module: 'keras' | 'tf_keras',
  files: readonly string[],
  { checkpoint, scores, images }: Made
): Promise<void> {
  for (const name of files) {
    const format = name.endsWith('.keras') ? 'keras' : 'h5'
    const preprocessing = name.startsWith('prepared')
    const { bytes } = await exportNetwork(checkpoint, {
      format,
      preprocessing,
      averaged: false,
      version: '0'
    })
    await writeFile(path.join(folder, name), bytes)
  }
  await writeFile(path.join(folder, 'test-images'), images)
  const said = await runPython(python, [harness, module], JSON.stringify({ folder, files }))
  for (const name of files) {
    const bytes = await readFile(path.join(folder, `${name}.scores`))
    const theirs = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length))
    expect(farthest(theirs, scores), `${name}: ${said}`).toBeLessThan(1e-5)
  }
}

/** Of the largest score. */
function farthest(theirs: Float32Array, ours: Float32Array): number {
  return largestDifference(theirs, ours) / ours.reduce((most, score) => Math.max(most, Math.abs(score)), 0)
}

/** 500 images at a time. */
async function inTensorflow(checkpoint: Checkpoint, images: Uint8Array): Promise<Float32Array> {
  await writeCheckpoint(path.join(folder, 'model'), checkpoint)
  const model = await tfl.loadLayersModel(fromFolder(path.join(folder, 'model')))
  const found: Float32Array[] = []
  for (let first = 0; first < images.length; first += 500 * imageBytes) {
    const some = images.subarray(first, first + 500 * imageBytes)
    const scores = tf.tidy(() => {
      const normalised = Float32Array.from(some, (byte) => byte / 127.5 - 1)
      const planes = tf.tensor4d(normalised, [some.length / imageBytes, 3, 32, 32])
      const output = model.predict(tf.transpose(planes, [0, 2, 3, 1]))
      if (Array.isArray(output)) throw new Error('one output was expected')
      return output.dataSync()
    })
    found.push(Float32Array.from(scores))
  }
  model.dispose()
  return Float32Array.from(found.flatMap((scores) => [...scores]))
}
