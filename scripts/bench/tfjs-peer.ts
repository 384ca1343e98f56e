// Plain tfjs-node: the lesson's network trained eagerly, one operation a call, all images one normalised tensor on the
// device: tfjs at its best without changing what is computed. Its argument is the folder of an installed
// @tensorflow/tfjs-node(-gpu) that has a binding. {"batch": 4, "steps": 300} -> {"seconds": 1.234}
import { createRequire } from 'node:module'
import path from 'node:path'
import { performance } from 'node:perf_hooks'
import { createInterface } from 'node:readline'
import type * as Tensorflow from '@tensorflow/tfjs-core'
import { commonTransform, pixelTransforms } from '../../src/core/model/pixel-range'
import { initialWeights } from '../../src/core/model/initial-weights'
import { required } from '../../src/core/base/required'
import { lessonConfig } from '../../src/core/settings/run-config'
import { z } from '../../src/core/base/schema'
import { loadTrainingImages } from './training-images'

const request = z.object({ batch: z.int().min(1), steps: z.int().min(1) })

process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '1'
const require = createRequire(import.meta.url)
// Gone from Node 23 on; tfjs-node calls them.
const util: Record<string, unknown> = require('node:util')
util['isNullOrUndefined'] ??= (value: unknown) => value == null
util['isArray'] ??= Array.isArray
const tf: typeof Tensorflow = require(path.resolve(process.argv[2] ?? ''))

/** As many as fit beside the rest as floats. */
const count = 10_000
const { images, labels } = await loadTrainingImages()
const { scale, offset } = required(commonTransform(pixelTransforms(lessonConfig.model)), 'one scale')
const planes = tf.tensor4d(Int32Array.from(images.subarray(0, count * 3072)), [count, 3, 32, 32], 'int32')
const x = tf.tidy(() =>
  tf.add<Tensorflow.Tensor4D>(tf.mul(tf.cast(tf.transpose(planes, [0, 2, 3, 1]), 'float32'), scale), offset)
)
planes.dispose()
const y = tf.tensor2d(
  Float32Array.from({ length: count * 10 }, (_, i) => (labels[Math.floor(i / 10)] === i % 10 ? 1 : 0)),
  [count, 10]
)

const { model, optimizer, seed } = lessonConfig
const initial = new Map(initialWeights(model, seed).map(({ name, values }) => [name, values]))
const values = (name: string): Float32Array => initial.get(name) ?? new Float32Array()
const bias = (layer: string): Tensorflow.Tensor1D => tf.variable(tf.tensor1d(values(`${layer}/bias`)))
const conv = (layer: string, shape: [number, number, number, number]) => {
  const kernel = tf.variable(tf.tensor4d(values(`${layer}/kernel`), shape))
  const added = bias(layer)
  return (input: Tensorflow.Tensor4D): Tensorflow.Tensor4D =>
    tf.maxPool(
      tf.relu(tf.add<Tensorflow.Tensor4D>(tf.conv2d(input, kernel, 1, 'valid'), added)),
      2,
      2,
      'valid'
    )
}
const dense = (layer: string, shape: [number, number]) => {
  const kernel = tf.variable(tf.tensor2d(values(`${layer}/kernel`), shape))
  const added = bias(layer)
  return (input: Tensorflow.Tensor2D): Tensorflow.Tensor2D => tf.add(tf.matMul(input, kernel), added)
}
const conv1 = conv('conv1', [5, 5, 3, 6])
const conv2 = conv('conv2', [5, 5, 6, 16])
const fc1 = dense('fc1', [400, 120])
const fc2 = dense('fc2', [120, 84])
const fc3 = dense('fc3', [84, 10])
const meanLoss = (batch: Tensorflow.Tensor4D, targets: Tensorflow.Tensor2D): Tensorflow.Scalar => {
  const flat = tf.reshape<Tensorflow.Rank.R2>(conv2(conv1(batch)), [-1, 400])
  const logits = fc3(tf.relu(fc2(tf.relu(fc1(flat)))))
  return tf.losses.softmaxCrossEntropy<Tensorflow.Tensor2D, Tensorflow.Scalar>(targets, logits)
}

const sgd = tf.train.momentum(optimizer.learningRate, optimizer.momentum)
for await (const line of createInterface({ input: process.stdin })) {
  const { batch, steps } = request.parse(JSON.parse(line))
  const begin = performance.now()
  for (let step = 0; step < steps; step++) {
    const rows = tf.tensor1d(
      Int32Array.from({ length: batch }, (_, i) => ((step * batch + i) * 7919) % count),
      'int32'
    )
    const loss = sgd.minimize(() => meanLoss(tf.gather(x, rows), tf.gather(y, rows)), true)
    loss?.dataSync()
    tf.dispose([loss ?? [], rows])
  }
  process.stdout.write(`${JSON.stringify({ seconds: (performance.now() - begin) / 1000 })}\n`)
}
