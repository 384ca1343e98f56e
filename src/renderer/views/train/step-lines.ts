import type { Dialect } from '../../../core/code/dialect'
import { countWord, formatCount } from '../../../core/format/format-number'
import type { Stepped } from '../../../core/run/run-state'
import { stepLines } from '../../state/run/stepping.svelte'

/** One of the five lines of a step. */
export interface StepLine {
  readonly key: (typeof stepLines)[number]
  readonly code: string
  readonly meaning: string
  /** What it has given; undefined before the first batch. */
  readonly value: string | undefined
}

/** As the lesson's script has them. TensorFlow.js makes new gradients in every step, without a line for it. */
const codes: Readonly<Record<Dialect, Readonly<Record<StepLine['key'], string>>>> = {
  pytorch: {
    zeroGrad: 'optimizer.zero_grad()',
    forward: 'outputs = net(inputs)',
    loss: 'loss = criterion(outputs, labels)',
    backward: 'loss.backward()',
    optimizerStep: 'optimizer.step()'
  },
  tfjs: {
    zeroGrad: '// new gradients',
    forward: 'outputs = model.apply(x, options)',
    loss: 'criterion(y, outputs)',
    backward: 'tf.variableGrads(…)',
    optimizerStep: 'optimizer.applyGradients(grads)'
  }
}

/**
 * The lines of a step as code, in words, and as what they gave.
 * @param dialect in which the code is written
 * @param norms size of each layer's gradient
 * @param parameters weights of the network that learn
 */
export function describeStep(
  stepped: Stepped | undefined,
  classes: number,
  norms: readonly { readonly norm: number }[],
  parameters: number,
  dialect: Dialect
): readonly StepLine[] {
  const meaning: Readonly<Record<StepLine['key'], string>> = {
    zeroGrad: 'clear the gradients of the previous batch',
    forward: `${countWord(classes)} scores for each image`,
    loss: 'how wrong the scores are',
    backward: 'how each weight changes the loss',
    optimizerStep: 'change every weight a little'
  }
  const values = stepped && stepValues(stepped, norms, parameters)
  return stepLines.map((key) => ({
    key,
    code: codes[dialect][key],
    meaning: meaning[key],
    value: values?.[key]
  }))
}

function stepValues(
  { labels, predicted, loss, learningRate }: Stepped,
  norms: readonly { readonly norm: number }[],
  parameters: number
): Readonly<Record<StepLine['key'], string>> {
  const right = labels.filter((label, i) => label === predicted[i]).length
  return {
    zeroGrad: 'all gradients are 0',
    forward: `${formatCount(right)} of ${formatCount(labels.length)} right`,
    loss: loss.toFixed(4),
    backward: `size ${Math.sqrt(norms.reduce((sum, { norm }) => sum + norm ** 2, 0)).toFixed(3)}`,
    optimizerStep: `${formatCount(parameters)} weights updated, rate ${learningRate}`
  }
}

/** What the one button of the walk does next. @param line that the walk has come to */
export function stepAction(live: boolean, paused: boolean, stepped: boolean, line: number): string {
  if (!live) return 'Start a paused run'
  if (!paused) return 'Pause'
  if (!stepped) return 'First batch'
  return line + 1 < stepLines.length ? 'Run the next line' : 'Next batch'
}
