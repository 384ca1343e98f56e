import { fromBinary } from '@bufbuild/protobuf'
import { expect, test } from 'vitest'
import { lessonModel } from '../../../core/model/lesson-model'
import { initialWeights } from '../../../core/model/initial-weights'
import type { ModelSpec } from '../../../core/model/model-spec'
import { untrainedState } from '../../../core/model/weights'
import { lessonConfig } from '../../../core/settings/run-config'
import type { Checkpoint } from '../../../core/training/checkpoint'
import { startPosition } from '../../../core/training/train-job'
import { encodeOnnx } from './encode-onnx'
import { ModelProtoSchema } from './file/onnx_pb'

const options = { preprocessing: false, version: '1.2.3' }

test('the lesson’s network has the names and layouts of PyTorch, and says what its classes and pixels are', () => {
  const checkpoint = untrained(lessonModel)
  const bytes = encodeOnnx(checkpoint, options)
  const { graph, ...file } = fromBinary(ModelProtoSchema, bytes)
  expect(file).toMatchObject({ irVersion: 7n, producerName: 'Tenfold', producerVersion: '1.2.3' })
  expect(file.opsetImport.map(({ version }) => version)).toEqual([13n])
  expect(file.metadataProps).toMatchObject([
    { key: 'classes', value: '["a","b"]' },
    { key: 'pixels', value: '[-1,1]' }
  ])
  expect(graph?.initializer.map(({ name, dims }) => `${name} ${dims.join()}`)).toEqual([
    'conv1.weight 6,3,5,5',
    'conv1.bias 6',
    'conv2.weight 16,6,5,5',
    'conv2.bias 16',
    'fc1.weight 120,400',
    'fc1.bias 120',
    'fc2.weight 84,120',
    'fc2.bias 84',
    'fc3.weight 10,84',
    'fc3.bias 10'
  ])
  expect(graph?.node.map(({ opType, name }) => `${opType} ${name}`).slice(0, 3)).toEqual([
    'Conv conv1',
    'Relu relu1',
    'MaxPool pool1'
  ])
  expect(encodeOnnx(checkpoint, options)).toEqual(bytes)
})

test('dropout is left out, also at the end', () => {
  const { graph } = fromBinary(
    ModelProtoSchema,
    encodeOnnx(
      untrained({
        inputShape: [4, 4, 1],
        layers: [
          { type: 'dropout', name: 'drop1', rate: 0.5 },
          { type: 'flatten', name: 'flatten' },
          { type: 'dense', name: 'fc', units: 3 },
          { type: 'dropout', name: 'drop2', rate: 0.5 }
        ]
      }),
      options
    )
  )
  expect(graph?.node.map(({ opType, input, output }) => [opType, input[0], ...output])).toEqual([
    ['Flatten', 'image', 'flatten/output'],
    ['Gemm', 'flatten/output', 'fc/output'],
    ['Identity', 'fc/output', 'scores']
  ])
})

test('layers called as the input and the output are told apart from them', () => {
  const { graph } = fromBinary(
    ModelProtoSchema,
    encodeOnnx(
      untrained({
        inputShape: [4, 4, 1],
        layers: [
          { type: 'silu', name: 'image' },
          { type: 'flatten', name: 'scores' },
          { type: 'dense', name: 'fc', units: 3 }
        ]
      }),
      { ...options, preprocessing: true }
    )
  )
  const given = graph?.node.flatMap(({ output }) => output) ?? []
  expect(new Set([...given, 'image']).size).toBe(given.length + 1)
})

test('a network whose classes would be in another order is refused', () => {
  const model: ModelSpec = { inputShape: [2, 2, 2], layers: [{ type: 'flatten', name: 'flatten' }] }
  expect(() => encodeOnnx(untrained(model), options)).toThrow(/in another order/)
})

function untrained(model: ModelSpec): Checkpoint {
  return {
    config: { ...lessonConfig, model },
    classes: ['a', 'b'],
    dataset: undefined,
    epoch: 0,
    position: startPosition(0.001),
    state: untrainedState(initialWeights(model, 1)),
    versions: {}
  }
}
