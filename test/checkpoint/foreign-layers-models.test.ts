import '@tensorflow/tfjs-backend-cpu'
import * as tf from '@tensorflow/tfjs-core'
import * as tfl from '@tensorflow/tfjs-layers'
import { beforeAll, describe, expect, test } from 'vitest'
import { z } from '../../src/core/base/schema'
import { type CheckpointFile, decodeCheckpointFiles } from '../../src/lab/checkpoint/decode-checkpoint-files'
import { applied, count, expectClose, ourLogits, pixels, savedFiles, theirOutputs } from './tfjs-models'

beforeAll(() => tf.setBackend('cpu'))

const size: [number, number, number] = [16, 16, 3]

/** In the layout of Teachable Machine: a MobileNet without its end, pooled, and what was trained on top of it. */
function teachable(): tfl.LayersModel {
  const { layers } = tfl
  const random = 'randomUniform'
  const input = tfl.input({ shape: size })
  const normalised = (from: tfl.SymbolicTensor): tfl.SymbolicTensor =>
    applied(
      layers.reLU({ maxValue: 6 }),
      applied(layers.batchNormalization({ gammaInitializer: random, movingMeanInitializer: random }), from)
    )
  const padded = applied(
    layers.zeroPadding2d({
      padding: [
        [0, 1],
        [0, 1]
      ]
    }),
    input
  )
  const first = normalised(
    applied(layers.conv2d({ filters: 6, kernelSize: 3, strides: 2, useBias: false }), padded)
  )
  const depthwise = normalised(
    applied(layers.depthwiseConv2d({ kernelSize: 3, padding: 'same', useBias: false }), first)
  )
  const expanded = normalised(
    applied(layers.conv2d({ filters: 6, kernelSize: 1, useBias: false }), depthwise)
  )
  const body = tfl.model({ inputs: input, outputs: applied(layers.add(), [expanded, first]) })
  return tfl.sequential({
    layers: [
      tfl.sequential({ layers: [body, layers.globalAveragePooling2d({})] }),
      tfl.sequential({
        layers: [
          layers.dense({ units: 10, activation: 'relu', inputShape: [6] }),
          layers.dense({ units: 3, activation: 'softmax', useBias: false })
        ]
      })
    ]
  })
}

async function softmaxOf(logits: Float32Array): Promise<Float32Array> {
  return Float32Array.from(await tf.softmax(tf.tensor2d(logits, [count, logits.length / count])).data())
}

const weightSpec = z.object({ name: z.string(), shape: z.array(z.number()), dtype: z.literal('float32') })
const modelFile = z.looseObject({
  weightsManifest: z.array(z.object({ paths: z.array(z.string()), weights: z.array(weightSpec) }))
})
type ModelFile = z.infer<typeof modelFile>

/** The files with their weights changed. */
function changed(
  [json, binary]: readonly CheckpointFile[],
  change: (file: ModelFile, bytes: Buffer) => { readonly file: object; readonly bytes: Uint8Array }
): CheckpointFile[] {
  if (json === undefined || binary === undefined) throw new Error('two files were expected')
  const parsed = modelFile.parse(JSON.parse(Buffer.from(json.bytes).toString()))
  const { file, bytes } = change(parsed, Buffer.from(binary.bytes))
  return [
    { name: json.name, bytes: Buffer.from(JSON.stringify(file)) },
    { name: binary.name, bytes }
  ]
}

describe('a network of networks', () => {
  test('in the layout of Teachable Machine gives the same probabilities', async () => {
    const model = teachable()
    const loaded = decodeCheckpointFiles(await savedFiles(model))
    const images = pixels(size)
    const ours = await ourLogits(loaded.config.model, loaded.state.weights, images)
    expectClose(await softmaxOf(ours), await theirOutputs(model, size, images))
    const types = loaded.config.model.layers.map(({ type }) => type)
    expect(types.filter((type) => type === 'relu6')).toHaveLength(3)
    expect(types.slice(-4)).toEqual(['globalAveragePool2d', 'dense', 'relu', 'dense'])
  })

  test('finds its weights whatever stands in front of and behind their names', async () => {
    const files = await savedFiles(teachable())
    const prefixed = changed(files, (file, bytes) => ({
      bytes,
      file: {
        ...file,
        weightsManifest: file.weightsManifest.map((group) => ({
          ...group,
          weights: group.weights.map((spec) => ({ ...spec, name: `sequential_1/model/${spec.name}:0` }))
        }))
      }
    }))
    expect(decodeCheckpointFiles(prefixed).state.weights).toEqual(decodeCheckpointFiles(files).state.weights)
  })
})

/** As the converter quantizes weights: float16, or whole numbers between the smallest and the largest. */
function quantized(
  files: readonly CheckpointFile[],
  dtype: 'float16' | 'uint8' | 'uint16'
): CheckpointFile[] {
  return changed(files, (file, bytes) => {
    let at = 0
    const data: Buffer[] = []
    const weights = file.weightsManifest.flatMap((group) => group.weights)
    const specs = weights.map((spec) => {
      const length = spec.shape.reduce((product, n) => product * n, 1)
      const values = Array.from({ length }, (_, i) => bytes.readFloatLE(at + 4 * i))
      at += 4 * length
      if (dtype === 'float16') {
        // The bits of a float32 cut off: what is left is a float16, except for the smallest numbers.
        data.push(Buffer.concat(values.map(halfOf)))
        return { ...spec, quantization: { dtype } }
      }
      const most = dtype === 'uint8' ? 255 : 65_535
      const [min, max] = [Math.min(...values), Math.max(...values)]
      const scale = max === min ? 1 : (max - min) / most
      const numbers = values.map((value) => Math.round((value - min) / scale))
      data.push(dtype === 'uint8' ? Buffer.from(numbers) : Buffer.from(Uint16Array.from(numbers).buffer))
      return { ...spec, quantization: { dtype, min, scale } }
    })
    const paths = file.weightsManifest.flatMap((group) => group.paths)
    return { file: { ...file, weightsManifest: [{ paths, weights: specs }] }, bytes: Buffer.concat(data) }
  })
}

function halfOf(value: number): Buffer {
  const half = Buffer.alloc(2)
  const bits = new DataView(Float32Array.of(value).buffer).getUint32(0, true)
  const exponent = ((bits >>> 23) & 0xff) - 127 + 15
  if (exponent > 0) half.writeUInt16LE(((bits >>> 16) & 0x8000) | (exponent << 10) | ((bits >>> 13) & 0x3ff))
  return half
}

test.each(['float16', 'uint8', 'uint16'] as const)(
  'weights kept as %s are those of TensorFlow.js',
  async (dtype) => {
    const files = quantized(await savedFiles(teachable()), dtype)
    const [json, binary] = files
    if (json === undefined || binary === undefined) throw new Error('two files were expected')
    const custom = z.custom<tf.io.ModelJSON>((value) => typeof value === 'object')
    const theirs = await tfl.loadLayersModel({
      load: () =>
        tf.io.getModelArtifactsForJSON(
          custom.parse(JSON.parse(Buffer.from(json.bytes).toString())),
          (manifest) =>
            Promise.resolve([
              manifest.flatMap(({ weights }) => weights),
              Uint8Array.from(binary.bytes).buffer
            ])
        )
    })
    const loaded = decodeCheckpointFiles(files)
    const images = pixels(size)
    const ours = await ourLogits(loaded.config.model, loaded.state.weights, images)
    expectClose(await softmaxOf(ours), await theirOutputs(theirs, size, images))
  }
)
