import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findTorch } from '../../scripts/test-setup/find-torch.mjs'
import { required } from '../../src/core/base/required'
import { z } from '../../src/core/base/schema'
import { classCount } from '../../src/core/model/infer-shapes'
import type { ModelSpec } from '../../src/core/model/model-spec'
import { normalisedImages } from '../../src/core/model/normalised-images'
import { encodeOnnx } from '../../src/lab/exchange/onnx/encode-onnx'
import { compared, runnable } from '../code/configurations'
import { base64, largestDifference } from '../code/reference-steps'
import { hashedWeights } from '../engine-conformance/hashed-weights'
import { channelsLast, someImages } from './some-images'
import { onnxCheckpoint } from './onnx-checkpoint'
import { referenceScores } from './reference-scores'

const python = await findTorch('onnx, onnxruntime')
const script = fileURLToPath(new URL('run-onnx.py', import.meta.url))
const batch = 3
let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tenfold-onnx-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const answers = z.array(
  z.object({
    input: z.tuple([z.string(), z.string(), z.array(z.union([z.string(), z.int()]))]),
    output: z.tuple([z.string(), z.string(), z.array(z.union([z.string(), z.int()]))]),
    shape: z.array(z.int()),
    scores: z.array(z.number())
  })
)

describe.skipIf(python === undefined)(
  'ONNX files (skipped without a python3 that has onnx and onnxruntime; PYTHON names one)',
  () => {
    test.each([false, true])(
      'onnxruntime gives the scores of the reference engine: preprocessing %s',
      async (preprocessing) => {
        const configurations = [...compared, ...runnable]
        const cases = await Promise.all(
          configurations.map(async ({ config }, i) => {
            const { model } = config
            const weights = hashedWeights(model)
            const images = someImages(batch, model.inputShape)
            const file = path.join(folder, `${i}-${preprocessing}.onnx`)
            await writeFile(
              file,
              encodeOnnx(onnxCheckpoint(config, weights), { preprocessing, version: '1.2.3' })
            )
            return {
              file,
              expected: await referenceScores(model, weights, images, batch),
              ...(preprocessing ? asBytes(model, images) : asNumbers(model, images))
            }
          })
        )
        const given = answers.parse(JSON.parse(await runPython(cases)))
        const results = given.map(({ scores, shape }, i) => {
          const { expected } = required(cases[i], 'a case of each answer')
          const { name, config } = required(configurations[i], 'a configuration of each answer')
          expect(shape, name).toEqual([batch, classCount(config.model)])
          const largest = expected.reduce((most, score) => Math.max(most, Math.abs(score)), 0)
          return { name, close: largestDifference(scores, expected) <= 1e-5 * largest }
        })
        expect(results.filter(({ close }) => !close)).toEqual([])
        expect(results).toHaveLength(configurations.length)
        expect(given[0]?.input).toEqual(
          preprocessing
            ? ['image', 'tensor(uint8)', ['N', 32, 32, 3]]
            : ['image', 'tensor(float)', ['N', 3, 32, 32]]
        )
        expect(given[0]?.output).toEqual(['scores', 'tensor(float)', ['N', 10]])
      }
    )
  }
)

function asBytes(model: ModelSpec, images: Uint8Array) {
  const [height, width, channels] = model.inputShape
  const bytes = channelsLast(images, model.inputShape)
  return { images: base64(bytes), type: 'uint8', shape: [batch, height, width, channels] }
}

function asNumbers(model: ModelSpec, images: Uint8Array) {
  const [height, width, channels] = model.inputShape
  const last = normalisedImages(model, images)
  const plane = height * width
  const numbers = Float32Array.from(last, (_, i) => {
    const image = Math.floor(i / (plane * channels))
    const channel = Math.floor(i / plane) % channels
    return last[(image * plane + (i % plane)) * channels + channel] ?? NaN
  })
  return { images: base64(numbers), type: 'float32', shape: [batch, channels, height, width] }
}

function runPython(cases: readonly object[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(python ?? '', [script], { maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout)
      else reject(new Error(stderr))
    })
    child.stdin?.end(JSON.stringify(cases))
  })
}
