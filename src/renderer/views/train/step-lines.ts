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

const code: Readonly<Record<StepLine['key'], string>> = {
  zeroGrad: 'optimizer.zero_grad()',
  forward: 'out = net(x)',
  loss: 'loss = criterion(out, y)',
  backward: 'loss.backward()',
  optimizerStep: 'optimizer.step()'
}

/**
 * The lines of a step as code, in words, and as what they gave.
 * @param norms length of each layer's gradient
 * @param parameters weights of the network that learn
 */
export function describeStep(
  stepped: Stepped | undefined,
  classes: number,
  norms: readonly { readonly norm: number }[],
  parameters: number
): readonly StepLine[] {
  const meaning: Readonly<Record<StepLine['key'], string>> = {
    zeroGrad: 'forget the gradients of the last batch',
    forward: `${countWord(classes)} scores for each image`,
    loss: 'how wrong they are, on average',
    backward: 'which weights are to blame',
    optimizerStep: 'move every weight a little downhill'
  }
  const values = stepped && stepValues(stepped, norms, parameters)
  return stepLines.map((key) => ({ key, code: code[key], meaning: meaning[key], value: values?.[key] }))
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
    backward: `length ${Math.sqrt(norms.reduce((sum, { norm }) => sum + norm ** 2, 0)).toFixed(3)}`,
    optimizerStep: `${formatCount(parameters)} weights moved, rate ${learningRate}`
  }
}

/** What the one button of the walk does next. @param line that the walk has come to */
export function stepAction(live: boolean, paused: boolean, stepped: boolean, line: number): string {
  if (!live) return 'Start paused'
  if (!paused) return 'Pause'
  if (!stepped) return 'First batch'
  return line + 1 < stepLines.length ? 'Next line' : 'Next batch'
}
