import type { DatasetInfo } from '../data/dataset-info'
import { extent } from '../maths/extent'
import { kindOf, type LayerShape } from '../layers/layer-kinds'
import type { RunConfig } from '../settings/run-config'
import { finishedLine } from '../training/running-loss'
import { type CodeLine, type CodePart, blankLine, call, codeLine, comment, name } from './code-line'
import { nameLines } from './name-lines'
import { normalisationCode } from './normalisation-code'
import type { Script } from './script'
import { scriptNames } from './script-names'
import { tfjsNetwork, tfjsStart } from './tfjs-network'
import { tfjsOptimizer, tfjsWeightDecay } from './tfjs-optimizer'

/**
 * The lesson as one TensorFlow.js program for Node with the values of a configuration. It needs @tensorflow/tfjs, reads
 * the data set's binary files from a folder named on the command line, and prints the log that Tenfold prints. Loader
 * workers, engine and threads have no counterpart in it.
 * @param shapes of the network's layers, as far as their sizes fit
 */
export function tfjsScript(config: RunConfig, dataset: DatasetInfo, shapes: readonly LayerShape[]): Script {
  const { layers, inputShape } = config.model
  return {
    fileName: `${scriptNames(dataset).script}.mjs`,
    parts: {
      data: data(config, dataset, shapes),
      network: tfjsNetwork(inputShape, config.seed, shapes, layers[shapes.length]),
      optimizer: tfjsOptimizer(config.optimizer, hasFrozen(shapes)),
      train: train(config, shapes),
      evaluate: evaluate(dataset)
    }
  }
}

const line = codeLine

/** Whether gradients must be asked for by name: the variables of frozen layers do not know that they are. */
function hasFrozen(shapes: readonly LayerShape[]): boolean {
  return shapes.some(({ layer }) => layer.frozen === true)
}

/** What layers need once, each line once. */
function setUp(shapes: readonly LayerShape[]): readonly CodeLine[] {
  const lines = new Set(shapes.flatMap(({ layer }) => kindOf(layer).tfjsSetUp))
  return [...lines].map((text) => line('imports')`${name(text)}`)
}

function data(config: RunConfig, dataset: DatasetInfo, shapes: readonly LayerShape[]): readonly CodeLine[] {
  const { batchSize, seed, validationSplit, trainImages } = config
  const { shape, classes, labelBytes } = dataset
  const [height, width, channels] = shape
  const { mean, std } = normalisationCode(config.model)
  const { script, folder } = scriptNames(dataset)
  return [
    line('imports')`// npm install @tensorflow/tfjs`,
    line('imports')`// node ${comment(`${script}.mjs ${folder}`)}`,
    line('imports')`import { readFileSync, writeFileSync } from 'node:fs'`,
    line('imports')`import * as tf from '@tensorflow/tfjs'`,
    ...setUp(shapes),
    blankLine,
    line('trainSet')`const folder = process.argv[2]`,
    line('trainSet')`const read = (name) => readFileSync(folder + '/' + name)`,
    ...files('trainBytes', dataset.splits.train.files, 'trainSet'),
    ...files('testBytes', dataset.splits.test.files, 'testSet'),
    line('pixels')`const pixels = ${channels} * ${height} * ${width}`,
    line('pixels')`const record = ${labelBytes} + pixels // label, image`,
    blankLine,
    line('pixels')`function makeBatch(bytes, rows) {`,
    ...(labelBytes === 1
      ? [line('pixels')`  const labels = rows.map((row) => bytes[row * record])`]
      : [
          line('pixels')`  const labels = rows.map((row) =>`,
          line('pixels')`    bytes.readUInt16LE(row * record))`
        ]),
    line('pixels')`  const values = new Float32Array(rows.length * pixels)`,
    line('pixels')`  rows.forEach((row, i) => {`,
    line('pixels')`    const at = row * record + ${labelBytes}`,
    line('pixels')`    values.set(bytes.subarray(at, at + pixels), i * pixels)`,
    line('pixels')`  })`,
    line('pixels')`  const shape = [rows.length, ${channels}, ${height}, ${width}]`,
    line('pixels')`  const x = tf.tensor4d(values, shape)`,
    line('pixels')`    .div(255)`,
    line('pixels')`    .sub(${perChannel(mean)})`,
    line('pixels')`    .div(${perChannel(std)})`,
    line('pixels')`    .transpose([0, 2, 3, 1]) // channels last`,
    line('pixels')`  const y = tf.oneHot(tf.tensor1d(labels, 'int32'), ${classes.length})`,
    line('pixels')`  return { x, y }`,
    line('pixels')`}`,
    line('shuffle')`function shuffled(rows, seed) {`,
    line('shuffle')`  const size = [rows.length]`,
    line('shuffle')`  const keys = tf.tidy(() =>`,
    line('shuffle')`    tf.randomUniform(size, 0, 1, 'float32', seed)`,
    line('shuffle')`      .dataSync())`,
    line('shuffle')`  return rows.map((row, i) => [keys[i], row])`,
    line('shuffle')`    .sort(([a], [b]) => a - b)`,
    line('shuffle')`    .map(([, row]) => row)`,
    line('shuffle')`}`,
    blankLine,
    line('batchSize')`const batchSize = ${batchSize}`,
    line('batchSize')`function* batches(bytes, rows) {`,
    line('batchSize')`  for (let i = 0; i < rows.length; i += batchSize) {`,
    line('batchSize')`    yield makeBatch(bytes, rows.slice(i, i + batchSize))`,
    line('batchSize')`  }`,
    line('batchSize')`}`,
    line('trainSet')`const rowsOf = (bytes) => Array.from(`,
    line('trainSet')`  { length: bytes.length / record }, (_, i) => i)`,
    line('trainSet')`let trainRows = rowsOf(trainBytes)`,
    line('testSet')`const testRows = rowsOf(testBytes)`,
    ...(validationSplit > 0
      ? [
          line('validationSplit')`trainRows = shuffled(trainRows, ${seed})`,
          line('validationSplit')`const held = Math.round(trainRows.length * ${validationSplit})`,
          line('validationSplit')`const heldRows = trainRows.splice(0, held)`
        ]
      : []),
    ...(trainImages > 0 ? [line('trainImages')`trainRows = trainRows.slice(0, ${trainImages})`] : []),
    line('classes')`const classes = [`,
    ...nameLines('classes', '  ', classes, ']')
  ]
}

function files(made: string, names: readonly string[], link: 'trainSet' | 'testSet'): readonly CodeLine[] {
  return [line(link)`const ${name(made)} = Buffer.concat([`, ...nameLines(link, '  ', names, '].map(read))')]
}

/** One number, or a tensor that lies along the channels: [N, channels, height, width]. */
function perChannel(values: readonly string[]): readonly CodePart[] {
  const [first] = values
  if (first !== undefined && values.every((value) => value === first)) return call(first)
  return call(`tf.tensor([${values.join(', ')}], [${values.length}, 1, 1])`)
}

function train(config: RunConfig, shapes: readonly LayerShape[]): readonly CodeLine[] {
  const { seed, epochs, logEvery, checkpointEvery, optimizer, validationSplit } = config
  return [
    line('checkpoint')`const toFile = (path) =>`,
    line('checkpoint')`  tf.io.withSaveHandler(async (saved) => {`,
    line('checkpoint')`    const bytes = Buffer.from(saved.weightData)`,
    line('checkpoint')`    const weightData = bytes.toString('base64')`,
    line('checkpoint')`    const text = JSON.stringify({ ...saved, weightData })`,
    line('checkpoint')`    writeFileSync(path, text)`,
    line('checkpoint')`  })`,
    ...tfjsStart(shapes).train,
    line('checkpointEvery')`let step = 0`,
    line('epochs')`for (let epoch = 0; epoch < ${epochs}; epoch++) {`,
    line('logEvery')`  let runningLoss = 0`,
    line('logEvery')`  let i = 0`,
    line('shuffle')`  const rows = shuffled(trainRows, ${seed} + epoch + 1)`,
    line('batchSize')`  for (const { x, y } of batches(trainBytes, rows)) {`,
    line('optimizerStep')`    runningLoss += tf.tidy(() => {`,
    line('backward')`      const { value, grads } = tf.variableGrads(() => {`,
    line('forward')`        const options = { training: true }`,
    line('forward')`        const outputs = model.apply(x, options)`,
    line('loss')`        return criterion(y, outputs)`,
    line('backward')`      }${name(hasFrozen(shapes) ? ', learning' : '')})`,
    ...tfjsWeightDecay(optimizer),
    line('optimizerStep')`      optimizer.applyGradients(grads)`,
    line('loss')`      return value.dataSync()[0]`,
    line('optimizerStep')`    })`,
    line('batchSize')`    tf.dispose([x, y])`,
    line('logEvery')`    i++`,
    line('logEvery')`    if (i % ${logEvery} === 0) {`,
    line('logEvery')`      const at = String(i).padStart(5)`,
    line('logEvery')`      const mean = (runningLoss / ${logEvery}).toFixed(3)`,
    line('logEvery')`      console.log('[' + (epoch + 1) + ', ' + at + ']',`,
    line('logEvery')`        'loss: ' + mean)`,
    line('logEvery')`      runningLoss = 0`,
    line('logEvery')`    }`,
    line('checkpointEvery')`    step++`,
    line('checkpointEvery')`    if (step % ${checkpointEvery} === 0) {`,
    line('checkpointEvery')`      await model.save(toFile('step.json'))`,
    line('checkpointEvery')`    }`,
    line('batchSize')`  }`,
    ...(validationSplit > 0
      ? [
          line('validationSplit')`  let correct = 0`,
          line('validationSplit')`  for (const { x, y } of batches(trainBytes, heldRows)) {`,
          line('predicted')`    correct += tf.tidy(() => {`,
          line('predicted')`      const guesses = model.predict(x).argMax(1)`,
          line('validationSplit')`      const labels = y.argMax(1)`,
          line('validationSplit')`      return guesses.equal(labels).sum().dataSync()[0]`,
          line('predicted')`    })`,
          line('validationSplit')`    tf.dispose([x, y])`,
          line('validationSplit')`  }`,
          line('validationSplit')`  const share = 100 * correct / heldRows.length`,
          line('validationSplit')`  console.log('validation: ' + share.toFixed(1) + '%')`
        ]
      : []),
    line('epochs')`}`,
    line('finished')`console.log('${finishedLine}')`
  ]
}

function evaluate(dataset: DatasetInfo): readonly CodeLine[] {
  const { classes } = dataset
  const width = Math.max(5, extent(classes.map(({ length }) => length)).max)
  return [
    line('checkpoint')`const path = '${name(scriptNames(dataset).weights)}.json'`,
    line('checkpoint')`await model.save(toFile(path))`,
    line('checkpoint')`const saved = JSON.parse(readFileSync(path, 'utf8'))`,
    line('checkpoint')`const bytes = Buffer.from(saved.weightData, 'base64')`,
    line('checkpoint')`saved.weightData = new Uint8Array(bytes).buffer`,
    line('checkpoint')`const source = tf.io.fromMemory(saved)`,
    line('checkpoint')`const net = await tf.loadLayersModel(source)`,
    blankLine,
    line('matrix')`const matrix = classes.map(() => classes.map(() => 0))`,
    line('testSet')`for (const { x, y } of batches(testBytes, testRows)) {`,
    line('predicted')`  const [labels, guesses] = tf.tidy(() =>`,
    line('predicted')`    [y, net.predict(x)].map((scores) =>`,
    line('predicted')`      scores.argMax(1).arraySync()))`,
    line('matrix')`  labels.forEach((label, i) => {`,
    line('matrix')`    matrix[label][guesses[i]]++`,
    line('matrix')`  })`,
    line('testSet')`  tf.dispose([x, y])`,
    line('testSet')`}`,
    blankLine,
    line('accuracy')`const sum = (counts) => counts.reduce((a, b) => a + b)`,
    line('accuracy')`const percent = (part, all) =>`,
    line('accuracy')`  (100 * part / all).toFixed(1) + '%'`,
    line('accuracy')`const correct = matrix.map((row, i) => row[i])`,
    line('accuracy')`const total = sum(matrix.map(sum))`,
    line('accuracy')`console.log('Accuracy:', percent(sum(correct), total))`,
    line('perClass')`classes.forEach((name, i) => {`,
    line('perClass')`  const share = percent(correct[i], sum(matrix[i]))`,
    line('perClass')`  console.log(name.padEnd(${name(String(width))}), share)`,
    line('perClass')`})`
  ]
}
