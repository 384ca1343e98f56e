import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findTorch } from '../../scripts/test-setup/find-torch.mjs'
import { required } from '../../src/core/base/required'
import { z } from '../../src/core/base/schema'
import { classCount } from '../../src/core/model/infer-shapes'
import { normalisedImages } from '../../src/core/model/normalised-images'
import { exportNetwork } from '../../src/lab/exchange/export-network'
import { compared, runnable } from '../code/configurations'
import { base64, largestDifference } from '../code/reference-steps'
import { runPython } from '../code/run-python'
import { hashedWeights } from '../engine-conformance/hashed-weights'
import { onnxCheckpoint } from './onnx-checkpoint'
import { referenceScores } from './reference-scores'
import { channelsLast, someImages } from './some-images'

const keras3 = await findTorch('keras, torch')
const keras2 = await findTorch('tf_keras')
const script = fileURLToPath(new URL('run-keras.py', import.meta.url))
const batch = 3
let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tenfold-keras-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const answers = z.array(z.object({ shape: z.array(z.int()), scores: z.array(z.number()) }))

describe.each([
  { program: 'keras', python: keras3, format: 'keras' },
  { program: 'keras', python: keras3, format: 'h5' },
  { program: 'tf_keras', python: keras2, format: 'h5' }
] as const)('a file $format in $program', ({ program, python, format }) => {
  test.skipIf(python === undefined).each([false, true])(
    'gives the scores of the reference engine: preprocessing %s (skipped without a python3 that has it; PYTHON names one)',
    async (preprocessing) => {
      const configurations = [...compared, ...runnable]
      const cases = await Promise.all(
        configurations.map(async ({ config }, i) => {
          const { model } = config
          const weights = hashedWeights(model)
          const images = someImages(batch, model.inputShape)
          const file = path.join(folder, `${i}-${program}-${preprocessing}.${format}`)
          const { bytes } = await exportNetwork(onnxCheckpoint(config, weights), {
            format,
            averaged: false,
            preprocessing,
            version: '1.2.3'
          })
          await writeFile(file, bytes)
          const taken = preprocessing
            ? Float32Array.from(channelsLast(images, model.inputShape))
            : Float32Array.from(normalisedImages(model, images))
          return {
            file,
            expected: await referenceScores(model, weights, images, batch),
            images: base64(taken),
            shape: [batch, ...model.inputShape]
          }
        })
      )
      const given = answers.parse(
        JSON.parse(await runPython(python, [script, program], JSON.stringify(cases)))
      )
      const results = given.map(({ scores, shape }, i) => {
        const { expected } = required(cases[i], 'a case of each answer')
        const { name, config } = required(configurations[i], 'a configuration of each answer')
        expect(shape, name).toEqual([batch, classCount(config.model)])
        const largest = expected.reduce((most, score) => Math.max(most, Math.abs(score)), 0)
        return { name, close: largestDifference(scores, expected) <= 1e-5 * largest }
      })
      expect(results.filter(({ close }) => !close)).toEqual([])
      expect(results).toHaveLength(configurations.length)
    }
  )
})
