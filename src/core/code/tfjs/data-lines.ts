import type { DatasetInfo } from '../../data/dataset-info'
import { kindOf, type LayerShape } from '../../layers/layer-kinds'
import type { RunConfig } from '../../settings/run-config'
import { blankLine, call, type CodeLine, codeLine as line, type CodePart, comment, name } from '../code-line'
import { nameLines } from '../name-lines'
import { normalisationCode } from '../normalisation-code'
import { scriptNames } from '../script-names'
import { augmentationLines, augments, changeLines } from './augmentation-lines'
import { augmentationLinesText } from './augmentation-lines.text'
import { dataLinesText } from './data-lines.text'

type Words = ReturnType<typeof dataLinesText>

/** Imports, files, batches and shuffling. */
export function dataLines(
  config: RunConfig,
  dataset: DatasetInfo,
  shapes: readonly LayerShape[]
): readonly CodeLine[] {
  const say = dataLinesText(config, dataset)
  const { seed, validationSplit, trainImages } = config
  const { script, folder } = scriptNames(dataset)
  const [height, width, channels] = dataset.shape
  return [
    line('imports', say.install)`// npm install @tensorflow/tfjs`,
    line('imports', say.usage)`// node ${comment(`${script}.mjs ${folder}`)}`,
    line('imports', say.fs)`import { readFileSync, writeFileSync } from 'node:fs'`,
    line('imports', say.tf)`import * as tf from '@tensorflow/tfjs'`,
    ...setUp(shapes),
    blankLine,
    line('trainSet', say.folder)`const folder = process.argv[2]`,
    line('trainSet', say.read)`const read = (name) => readFileSync(folder + '/' + name)`,
    line('trainSet', say.trainFiles)`const trainBytes = Buffer.concat([`,
    ...nameLines('trainSet', '  ', dataset.splits.train.files, '].map(read))', say.trainFileNames),
    line('testSet', say.testFiles)`const testBytes = Buffer.concat([`,
    ...nameLines('testSet', '  ', dataset.splits.test.files, '].map(read))', say.testFileNames),
    line('pixels', say.pixels)`const pixels = ${channels} * ${height} * ${width}`,
    line('pixels', say.record)`const record = ${dataset.labelBytes} + pixels // label, image`,
    blankLine,
    ...augmentationLines(config, dataset),
    ...makeBatch(config, dataset, say),
    ...shuffled(say),
    blankLine,
    ...batches(config, dataset, say),
    ...(validationSplit > 0
      ? [
          line('validationSplit', say.shuffleRows)`trainRows = shuffled(trainRows, ${seed})`,
          line('validationSplit', say.held)`const held = Math.round(trainRows.length * ${validationSplit})`,
          line('validationSplit', say.heldRows)`const heldRows = trainRows.splice(0, held)`
        ]
      : []),
    ...(trainImages > 0
      ? [line('trainImages', say.few)`trainRows = trainRows.slice(0, ${trainImages})`]
      : []),
    line('classes', say.classes)`const classes = [`,
    ...nameLines('classes', '  ', dataset.classes, ']', say.classNames)
  ]
}

/** What layers need once, each line once. */
function setUp(shapes: readonly LayerShape[]): readonly CodeLine[] {
  const lines = new Map(
    shapes.flatMap(({ layer }) => kindOf(layer).tfjsSetUp).map(({ code, note }) => [code, note])
  )
  return [...lines].map(([code, note]) => line('imports', note)`${name(code)}`)
}

function makeBatch(config: RunConfig, dataset: DatasetInfo, say: Words): readonly CodeLine[] {
  const {
    shape: [height, width, channels],
    classes,
    labelBytes
  } = dataset
  const { mean, std } = normalisationCode(config.model)
  return [
    augments(config)
      ? line(
          'pixels',
          augmentationLinesText(config, dataset).makeBatch
        )`function makeBatch(bytes, rows, epoch) {`
      : line('pixels', say.makeBatch)`function makeBatch(bytes, rows) {`,
    ...(labelBytes === 1
      ? [line('pixels', say.labels)`  const labels = rows.map((row) => bytes[row * record])`]
      : [
          line('pixels', say.wideLabels)`  const labels = rows.map((row) =>`,
          line('pixels', say.readLabel)`    bytes.readUInt16LE(row * record))`
        ]),
    line('pixels', say.values)`  const values = new Float32Array(rows.length * pixels)`,
    line('pixels', say.eachRow)`  rows.forEach((row, i) => {`,
    line('pixels', say.at)`    const at = row * record + ${labelBytes}`,
    line('pixels', say.set)`    values.set(bytes.subarray(at, at + pixels), i * pixels)`,
    ...changeLines(config, dataset),
    line('pixels', say.eachRowEnd)`  })`,
    line('pixels', say.shape)`  const shape = [rows.length, ${channels}, ${height}, ${width}]`,
    line('pixels', say.tensor)`  const x = tf.tensor4d(values, shape)`,
    line('pixels', say.divide)`    .div(255)`,
    line('pixels', say.subtract)`    .sub(${perChannel(mean)})`,
    line('pixels', say.deviate)`    .div(${perChannel(std)})`,
    line('pixels', say.transpose)`    .transpose([0, 2, 3, 1]) // channels last`,
    line('pixels', say.oneHot)`  const y = tf.oneHot(tf.tensor1d(labels, 'int32'), ${classes.length})`,
    line('pixels', say.batch)`  return { x, y }`,
    line('pixels', say.makeBatchEnd)`}`
  ]
}

const shuffled = (say: Words): readonly CodeLine[] => [
  line('shuffle', say.shuffled)`function shuffled(rows, seed) {`,
  line('shuffle', say.size)`  const size = [rows.length]`,
  line('shuffle', say.keys)`  const keys = tf.tidy(() =>`,
  line('shuffle', say.randomUniform)`    tf.randomUniform(size, 0, 1, 'float32', seed)`,
  line('shuffle', say.dataSync)`      .dataSync())`,
  line('shuffle', say.pair)`  return rows.map((row, i) => [keys[i], row])`,
  line('shuffle', say.sort)`    .sort(([a], [b]) => a - b)`,
  line('shuffle', say.unpair)`    .map(([, row]) => row)`,
  line('shuffle', say.shuffledEnd)`}`
]

const batches = (config: RunConfig, dataset: DatasetInfo, say: Words): readonly CodeLine[] => [
  line('batchSize', say.batchSize)`const batchSize = ${config.batchSize}`,
  augments(config)
    ? line(
        'batchSize',
        augmentationLinesText(config, dataset).batches
      )`function* batches(bytes, rows, epoch) {`
    : line('batchSize', say.batches)`function* batches(bytes, rows) {`,
  line('batchSize', say.eachBatch)`  for (let i = 0; i < rows.length; i += batchSize) {`,
  augments(config)
    ? line('batchSize', say.yield)`    yield makeBatch(bytes, rows.slice(i, i + batchSize), epoch)`
    : line('batchSize', say.yield)`    yield makeBatch(bytes, rows.slice(i, i + batchSize))`,
  line('batchSize', say.eachBatchEnd)`  }`,
  line('batchSize', say.batchesEnd)`}`,
  line('trainSet', say.rowsOf)`const rowsOf = (bytes) => Array.from(`,
  line('trainSet', say.count)`  { length: bytes.length / record }, (_, i) => i)`,
  config.validationSplit > 0 || config.trainImages > 0
    ? line('trainSet', say.changingRows)`let trainRows = rowsOf(trainBytes)`
    : line('trainSet', say.trainRows)`const trainRows = rowsOf(trainBytes)`,
  line('testSet', say.testRows)`const testRows = rowsOf(testBytes)`
]

/** One number, or a tensor that lies along the channels: [N, channels, height, width]. */
function perChannel(values: readonly string[]): readonly CodePart[] {
  const [first] = values
  if (first !== undefined && values.every((value) => value === first)) return call(first)
  return call(`tf.tensor([${values.join(', ')}], [${values.length}, 1, 1])`)
}
