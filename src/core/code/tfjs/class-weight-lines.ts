import type { DatasetInfo } from '../../data/dataset-info'
import type { RunConfig } from '../../settings/run-config'
import { type CodeLine, codeLine as line } from '../code-line'
import { classWeightLinesText as say } from './class-weight-lines.text'

/**
 * Weights of the classes, and a loss function that uses them. TensorFlow.js's own weighs images, and so what smoothing
 * spreads by the weight of the label alone.
 */
export function classWeightLines(
  { labelSmoothing }: RunConfig,
  { classes, labelBytes }: DatasetInfo
): readonly CodeLine[] {
  const count = classes.length
  const smooths = labelSmoothing > 0
  return [
    line('classWeights', say.counts)`const counts = new Array(${count}).fill(0)`,
    line('classWeights', say.eachRow)`for (const row of trainRows) {`,
    labelBytes === 1
      ? line('classWeights', say.label)`  const label = trainBytes[row * record]`
      : line('classWeights', say.label)`  const label = trainBytes.readUInt16LE(row * record)`,
    line('classWeights', say.count)`  counts[label]++`,
    line('classWeights', say.eachRowEnd)`}`,
    line('classWeights', say.share)`const share = trainRows.length / ${count}`,
    line('classWeights', say.weights)`const classWeights = tf.tensor1d(`,
    line('classWeights', say.each)`  counts.map((n) => share / n))`,
    line('loss', say.criterion)`const criterion = (y, outputs) => {`,
    line('classWeights', say.weighed)`  const weighed = y.mul(classWeights)`,
    ...(smooths
      ? [
          line('labelSmoothing', say.targets)`  const targets = y.mul(1 - ${labelSmoothing})`,
          line('labelSmoothing', say.smoothing(labelSmoothing))`    .add(${labelSmoothing} / ${count})`,
          line('classWeights', say.targetWeights)`    .mul(classWeights)`
        ]
      : []),
    line('loss', say.logarithms)`  const logs = outputs.logSoftmax()`,
    smooths
      ? line('loss', say.sum)`  const sum = targets.mul(logs).sum()`
      : line('loss', say.sum)`  const sum = weighed.mul(logs).sum()`,
    line('classWeights', say.mean)`  return sum.div(weighed.sum()).neg()`,
    line('loss', say.end)`}`
  ]
}
