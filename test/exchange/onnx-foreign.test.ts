import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { z } from '../../src/core/base/schema'
import { logSumExp } from '../../src/core/maths/softmax'
import { decodeOnnx } from '../../src/lab/exchange/onnx/decode-onnx'
import { largestDifference } from '../code/reference-steps'
import { referenceScores } from './reference-scores'

/** Made by make-onnx-files.py. */
const file = (name: string): Buffer => readFileSync(new URL(`files/${name}`, import.meta.url))
/** What PyTorch writes beside a network. */
function dataFiles(name: string): ReadonlyMap<string, Uint8Array> {
  const beside = `${name}.onnx.data`
  return new Map(name === 'torch-external' ? [[beside, file(beside)]] : [])
}
const json = (name: string): unknown => JSON.parse(file(name).toString())
const answers = z.object({ softmax: z.boolean(), scores: z.array(z.array(z.number())) })
const imageFile = z.object({ shape: z.array(z.int()), bytes: z.string() })

const bytes = Buffer.from(imageFile.parse(json('images.json')).bytes, 'base64')
const normalised = [
  [-2.1179, 2.2489],
  [-2.0357, 2.4286],
  [-1.8044, 2.64]
]

describe.each([
  { name: 'torch-old', pixels: undefined, layers: ['bn2', 'fc2', 'scale1'] },
  { name: 'torch-old-whole', pixels: undefined, layers: ['bn1', 'bn2', 'bn3', 'fc2', 'scale1'] },
  { name: 'torch-dynamo', pixels: undefined, layers: ['bn2', 'fc2', 'scale1'] },
  { name: 'torch-external', pixels: undefined, layers: ['bn2', 'fc2', 'scale1'] },
  { name: 'torch-residual-old', pixels: undefined, layers: ['conv1', 'shortcut', 'fc'] },
  { name: 'torch-residual-dynamo', pixels: undefined, layers: ['conv1', 'shortcut', 'fc'] },
  { name: 'torch-prepared-old', pixels: normalised, layers: ['conv', 'fc'] },
  { name: 'torch-prepared-dynamo', pixels: normalised, layers: ['conv', 'fc'] },
  { name: 'half', pixels: undefined, layers: ['pad1', 'conv1', 'pool1', 'flatten1', 'fc1'] },
  { name: 'keras-torch', pixels: [-1, 1], layers: ['conv1', 'bn1', 'fc1', 'fc2'] },
  { name: 'keras-tensorflow', pixels: [-1, 1], layers: [] }
])('the file $name', ({ name, pixels, layers }) => {
  const read = decodeOnnx(file(`${name}.onnx`), `${name}.onnx`, dataFiles(name))

  test('computes here what onnxruntime makes of it', async () => {
    const { softmax, scores } = answers.parse(json(`${name}.json`))
    const given = await referenceScores(read.model, read.weights, bytes, scores.length)
    scores.forEach((theirs, i) => {
      const ours = given.subarray(i * theirs.length, (i + 1) * theirs.length)
      // Probabilities are positive, their logarithms are not.
      const known = softmax && theirs.every((score) => score > 0) ? theirs.map(Math.log) : theirs
      const sum = softmax ? logSumExp(ours) : 0
      const largest = theirs.reduce((most, score) => Math.max(most, Math.abs(score)), 1)
      expect(
        largestDifference(
          ours.map((score) => score - sum),
          known
        )
      ).toBeLessThan(1e-5 * largest)
    })
  })

  test('has layers called as there, and says what its pixels are', () => {
    expect(read.tellsPixels).toBe(pixels !== undefined)
    const rounded = read.model.pixels?.map((range) =>
      typeof range === 'number' ? range : range.map((value) => Number(value.toFixed(4)))
    )
    if (name.startsWith('torch-prepared')) expect(rounded).toEqual(pixels)
    else expect(read.model.pixels).toBeUndefined()
    const names = read.model.layers.map((layer) => layer.name)
    expect(names.filter((one) => layers.includes(one))).toEqual(layers)
  })
})
