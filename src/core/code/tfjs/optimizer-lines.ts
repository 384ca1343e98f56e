import type { LayerShape } from '../../layers/layer-kinds'
import { optimizerKind, type OptimizerType } from '../../optimizers/optimizer-kinds'
import type { RunConfig } from '../../settings/run-config'
import type { DatasetInfo } from '../../data/dataset-info'
import { type CodeLine, codeLine as line, knobCode, name } from '../code-line'
import { classWeightLines } from './class-weight-lines'
import { muonLines } from './muon-lines'
import { optimizerLinesText } from './optimizer-lines.text'

/** Lines that define what `tf.train` does not have; of what it has, none. */
const definitions: Readonly<
  Record<OptimizerType, ((shapes: readonly LayerShape[]) => readonly CodeLine[]) | undefined>
> = {
  sgd: undefined,
  adagrad: undefined,
  rmsprop: undefined,
  adam: undefined,
  adamw: undefined,
  muon: muonLines
}

/**
 * Loss and optimizer of TensorFlow.js; each knob on a line of its own.
 * @param shapes of the network's layers, as far as their sizes fit
 * @param names whether it names the variables that learn, `learning`
 */
export function optimizerLines(
  config: RunConfig,
  dataset: DatasetInfo,
  shapes: readonly LayerShape[],
  names: boolean
): readonly CodeLine[] {
  const { optimizer } = config
  const made = optimizerKind(optimizer).tfjs(optimizer)
  const define = definitions[optimizer.type]
  const say = optimizerLinesText(optimizer)
  return [
    ...lossLines(config, dataset, say),
    ...(define === undefined ? [] : define(shapes)),
    line(
      'optimizer',
      say.optimizer
    )`const optimizer = ${name(define === undefined ? 'tf.train.' : '')}${made.name}(`,
    line('learningRate', say.learningRate)`  ${optimizer.learningRate}, // learning rate`,
    ...made.arguments.map((knob) => knobCode('  ', knob)),
    made.end === undefined ? line('optimizer', say.end)`)` : knobCode('', made.end),
    ...(names
      ? [
          line('optimizer', say.learning)`const learning = model.trainableWeights`,
          line('optimizer', say.read)`  .map((weight) => weight.read())`
        ]
      : []),
    ...(optimizer.weightDecay > 0
      ? [line('weightDecay', say.weights)`const weights = tf.engine().registeredVariables`]
      : [])
  ]
}

function lossLines(
  config: RunConfig,
  dataset: DatasetInfo,
  say: ReturnType<typeof optimizerLinesText>
): readonly CodeLine[] {
  const { labelSmoothing, classWeights } = config
  if (classWeights === 'balanced') return classWeightLines(config, dataset)
  if (labelSmoothing === 0) return [line('loss', say.loss)`const criterion = tf.losses.softmaxCrossEntropy`]
  return [
    line('loss', say.criterion)`const criterion = (y, outputs) =>`,
    line('loss', say.smoothedLoss)`  tf.losses.softmaxCrossEntropy(y, outputs,`,
    line('labelSmoothing', say.labelSmoothing(labelSmoothing))`    null, ${labelSmoothing})`
  ]
}
