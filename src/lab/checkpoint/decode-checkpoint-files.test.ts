import { beforeAll, describe, expect, test } from 'vitest'
import type { Checkpoint } from '../../core/training/checkpoint'
import { lessonDataset } from '../../core/data/lesson-dataset'
import { initialWeights } from '../../core/model/initial-weights'
import { LabError } from '../../core/base/lab-error'
import { lessonModel } from '../../core/model/lesson-model'
import type { ModelSpec } from '../../core/model/model-spec'
import { lessonConfig } from '../../core/settings/run-config'
import { startPosition } from '../../core/training/train-job'
import { z } from '../../core/base/schema'
import { encodeCheckpointFile } from './checkpoint-file'
import { type CheckpointFile, decodeCheckpointFiles } from './decode-checkpoint-files'
import { encodeLayersModel } from './encode-layers-model'
import { sealJson } from './sealed-json'
import { encodeTraining, encodeWeights } from './training-content'

const weights = initialWeights(lessonModel, 7)
const checkpoint: Checkpoint = {
  config: { ...lessonConfig, batchSize: 32, seed: 7 },
  classes: lessonDataset.classes,
  dataset: { name: 'CIFAR-10', hash: 'ab'.repeat(32) },
  epoch: 1,
  position: { ...startPosition(0.01), step: 20, runningLoss: { sum: 45.5, count: 20 }, trainMs: 12.5 },
  state: {
    weights,
    optimizerState: [weights.map(({ values }) => values.map((value) => value / 3))],
    step: 20,
    optimizerSteps: 8
  },
  versions: { tenfold: '0.1.0' }
}

const file = (name: string, content: string | Uint8Array): CheckpointFile => ({
  name,
  bytes: typeof content === 'string' ? new TextEncoder().encode(content) : content
})

let single = ''
let model = ''
let binary: Uint8Array = new Uint8Array()
let training = ''
beforeAll(() => {
  single = encodeCheckpointFile(checkpoint)
  model = JSON.stringify(encodeLayersModel(lessonModel))
  binary = encodeWeights(checkpoint)
  training = sealJson('tenfold-training', encodeTraining(checkpoint, binary))
})

function failure(...files: CheckpointFile[]): LabError {
  try {
    decodeCheckpointFiles(files)
  } catch (cause) {
    if (cause instanceof LabError && cause.code === 'checkpoint-invalid') return cause
    throw cause
  }
  throw new Error('it was accepted')
}

describe('what is accepted', () => {
  test('one self-contained file', () => {
    expect(decodeCheckpointFiles([file('mine.tenfold.json', single)])).toEqual(checkpoint)
  })

  test('the files of a model folder, in any order and with folders in their names', () => {
    const files = [
      file('run\\training.json', training),
      file('run/weights.bin', binary),
      file('run/model.json', model)
    ]
    expect(decodeCheckpointFiles(files)).toEqual(checkpoint)
  })

  test('model and weights alone: the lesson’s settings, nothing trained, no data set', () => {
    const loaded = decodeCheckpointFiles([file('model (1).json', model), file('weights (1).bin', binary)])
    expect(loaded.classes).toEqual(Array.from({ length: 10 }, (_, i) => `class ${i + 1}`))
    const files = [file('model.json', model), file('weights.bin', binary)]
    expect(decodeCheckpointFiles(files, lessonDataset.classes)).toEqual({
      config: lessonConfig,
      classes: lessonDataset.classes,
      dataset: undefined,
      epoch: 0,
      position: startPosition(lessonConfig.optimizer.learningRate),
      state: { weights, optimizerState: [], step: 0, optimizerSteps: 0 },
      versions: {}
    })
  })

  test('weights in several files', () => {
    const parts = model.replace('["weights.bin"]', '["a.bin","b.bin"]')
    const files = [
      file('b.bin', binary.slice(1001)),
      file('m.json', parts),
      file('a.bin', binary.slice(0, 1001))
    ]
    expect(decodeCheckpointFiles(files).state.weights).toEqual(weights)
  })
})

describe('what is refused says what is wrong', () => {
  test('weights missing', () => {
    const error = failure(file('model.json', model))
    expect(error.message).toBe(
      'model.json contains only the network; its weights are in weights.bin, which is missing.'
    )
    expect(error.hint).toBe(
      'Put model.json and weights.bin into one folder, and choose both files or the folder.'
    )
  })

  test('weights of another length', () => {
    const error = failure(file('model.json', model), file('weights.bin', binary.slice(0, 12)))
    expect(error.message).toBe('weights.bin has 12 bytes, but the network needs 248,024.')
  })

  test('network missing, nothing at all, too much', () => {
    expect(failure(file('weights.bin', binary)).message).toContain('The network itself is missing')
    expect(failure(file('training.json', training)).message).toContain('The network itself is missing')
    expect(failure(file('cifar_net.pth', binary)).message).toContain(
      'There is no checkpoint in cifar_net.pth'
    )
    expect(failure(file('a.json', model), file('b.json', model)).message).toContain(
      'several checkpoints: a.json, b.json'
    )
  })

  test('foreign JSON', () => {
    const error = failure(file('package.json', '{"name":"something"}'))
    expect(error.message).toBe(
      'package.json is JSON, but not a checkpoint: it has neither "format": "tenfold-checkpoint" nor "modelTopology".'
    )
    expect(error.hint).toContain('.tenfold.json')
    expect(failure(file('t.json', training)).message).toContain('training state of a model folder')
  })

  test('cut off', () => {
    expect(failure(file('a.json', single.slice(0, 100_000))).message).toContain('ends in the middle')
  })

  test('newer', () => {
    const error = failure(file('a.json', single.replace('"version":1', '"version":2')))
    expect(error.message).toContain(
      'saved by a newer Tenfold: its format is version 2; this Tenfold reads versions up to 1'
    )
    expect(error.hint).toContain('Update Tenfold')
  })

  test('changed: a setting, a weight, the training state of a folder', () => {
    const changed = single.replace('"batchSize":32', '"batchSize":64')
    expect(failure(file('a.json', changed)).message).toContain('a.json was changed')
    const flipped = binary.slice()
    flipped[1000] = (flipped[1000] ?? 0) ^ 1
    const files = [file('model.json', model), file('weights.bin', flipped)]
    expect(failure(...files, file('training.json', training)).message).toContain('The weights were changed')
    const other = training.replace('"seed":7', '"seed":8')
    expect(failure(...files, file('training.json', other)).message).toContain('training.json was changed')
  })

  test('a network that is not the one that was trained', () => {
    const other = model.replace('"relu"', '"tanh"')
    const files = [file('model.json', other), file('weights.bin', binary), file('training.json', training)]
    expect(failure(...files).message).toContain('belongs to another network')
  })

  test('a training.json from elsewhere', () => {
    const files = [file('model.json', model), file('weights.bin', binary), file('training.json', '{"lr":1}')]
    expect(failure(...files).hint).toContain('leave training.json out')
  })

  test.each([
    ['NaN', NaN],
    ['Infinity', Infinity]
  ])('%s among the weights', (name, value) => {
    const poisoned = binary.slice()
    new DataView(poisoned.buffer).setFloat32(400, value, true)
    const error = failure(file('model.json', model), file('weights.bin', poisoned))
    expect(error.message).toBe(`The weights conv1/kernel contain ${name}, which is not a finite number.`)
  })

  test.each([
    [
      '[5,5,3,6],"dtype":"float32"',
      '[5,5,3,6],"dtype":"int32"',
      'Weight conv1/kernel in model.json is int32, but Tenfold reads only float32.'
    ],
    [
      '[5,5,3,6],"dtype":"float32"',
      '[5,5,3,6],"dtype":"float32","quantization":{"dtype":"uint8","min":0,"scale":1}',
      'weights.bin has 248,024 bytes, but the network needs 246,674.'
    ],
    [
      '[5,5,3,6],"dtype":"float32"',
      '[5,5,3,6],"dtype":"float32","quantization":{"dtype":"int4"}',
      'model.json cannot be used: '
    ],
    [
      '[5,5,3,6],"dtype":"float32"',
      '[5,5,3,6],"dtype":"int32"',
      'Weight conv1/kernel in model.json is int32, but Tenfold reads only float32.'
    ],
    ['"shape":[5,5,3,6]', '"shape":[5,5,6,3]', 'has shape [5, 5, 6, 3], but its layer needs [5, 5, 3, 6].'],
    ['"name":"conv1/bias"', '"name":"conv1/kernel"', 'conv1/kernel in model.json is listed twice.'],
    ['"name":"conv1/bias"', '"name":"conv9/bias"', 'Weight conv9/bias in model.json belongs to no layer.']
  ])('a manifest in which %s became %s', (from, to, message) => {
    const changed = model.replace(from, to)
    expect(changed).not.toBe(model)
    expect(failure(file('model.json', changed), file('weights.bin', binary)).message).toContain(message)
  })

  test('a negative variance', () => {
    const network: ModelSpec = {
      inputShape: [1, 1, 2],
      layers: [
        { type: 'flatten', name: 'flat' },
        { type: 'batchNorm', name: 'bn', momentum: 0.1, epsilon: 1e-5 }
      ]
    }
    const values = Float32Array.of(1, 1, 0, 0, 0, 0, 1, -0.5)
    const files = [
      file('model.json', JSON.stringify(encodeLayersModel(network))),
      file('weights.bin', new Uint8Array(values.buffer))
    ]
    expect(failure(...files).message).toBe(
      'The weights bn/moving_variance contain -0.5, but a variance is never negative.'
    )
  })

  test('a weight that the manifest leaves out', () => {
    const changed = model.replace(/\{"name":"conv1\/bias"[^}]*\},/, '')
    const error = failure(file('model.json', changed), file('weights.bin', binary.slice(24)))
    expect(error.message).toBe('model.json lists no weights named conv1/bias, which a layer needs.')
  })

  test('file names cannot disturb a message', () => {
    const error = failure(file(`evil\u001b[31m\u202e${'x'.repeat(300)}.txt`, ''))
    expect(error.message).not.toMatch(/[\p{Cc}\p{Cf}]/u)
    expect(error.message.length).toBeLessThan(200)
  })
})

describe('which pixels the network takes', () => {
  const layer = z.looseObject({ class_name: z.string(), config: z.looseObject({}) })
  const sequential = z.looseObject({
    modelTopology: z.looseObject({ config: z.looseObject({ layers: z.array(layer) }) })
  })
  /** As from elsewhere, perhaps with a Rescaling in front. */
  const foreign = (rescaling?: object): string => {
    const value = sequential.parse(JSON.parse(model))
    const { layers } = value.modelTopology.config
    if (rescaling !== undefined) {
      const config = { batch_input_shape: [null, 32, 32, 3], name: 'rescaling', ...rescaling }
      layers.unshift({ class_name: 'Rescaling', config })
    }
    return JSON.stringify({ ...value, generatedBy: 'keras v2.15.0' })
  }
  const load = (text: string, ...more: CheckpointFile[]): Checkpoint =>
    decodeCheckpointFiles([file('model.json', text), file('weights.bin', binary), ...more])

  test('assumed where the file does not say', () => {
    expect(load(foreign()).assumesPixels).toBe(true)
    expect(load(foreign()).config.model.pixels).toBeUndefined()
    expect(load(model).assumesPixels).toBeUndefined()
  })

  test.each([
    [{ scale: 1 / 255 }, [0, 1]],
    [{ scale: 1 / 127.5, offset: -1 }, undefined],
    [{ scale: 1 }, [0, 255]]
  ])('told by a layer Rescaling %o', (config, pixels) => {
    const loaded = load(foreign(config))
    expect(loaded.assumesPixels).toBeUndefined()
    expect(loaded.config.model.pixels).toEqual(pixels)
    expect(loaded.state.weights).toEqual(weights)
  })

  test('a Rescaling that cannot be read exactly is refused', () => {
    for (const config of [{ scale: [1, 2] }, { scale: 0 }, { scale: -1 }, { scale: 1e9 }]) {
      expect(() => load(foreign(config))).toThrow(LabError)
    }
  })

  test('told by Teachable Machine, with its labels', () => {
    const labels = Array.from({ length: 10 }, (_, i) => `thing ${i}`)
    const metadata = JSON.stringify({ packageName: '@teachablemachine/image', labels })
    const loaded = load(foreign(), file('metadata.json', metadata))
    expect(loaded.assumesPixels).toBeUndefined()
    expect(loaded.classes).toEqual(labels)
    expect(load(foreign(), file('metadata.json', '{"mine":1}')).assumesPixels).toBe(true)
  })

  test('kept by Tenfold’s own files', () => {
    const own: Checkpoint = {
      ...checkpoint,
      config: { ...checkpoint.config, model: { ...lessonModel, pixels: [0, 1] } }
    }
    expect(decodeCheckpointFiles([file('a.tenfold.json', encodeCheckpointFile(own))])).toEqual(own)
    const unknown: Checkpoint = { ...checkpoint, assumesPixels: true }
    expect(decodeCheckpointFiles([file('a.tenfold.json', encodeCheckpointFile(unknown))])).toEqual(unknown)
  })
})
