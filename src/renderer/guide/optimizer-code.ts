import { assertNever } from '../../core/assert-never'
import { defaultOptimizers, type OptimizerSpec } from '../../core/optimizer-spec'
import { optimizerNames } from '../state/optimizer-fields'
import { type CodeLine, codeLine } from './code-line'

/**
 * The line that makes the optimizer, one argument below the other.
 * @param learningRate what it is now, which may differ from the configuration's
 * @param all knobs, or only those that differ from what PyTorch takes by itself
 */
export function optimizerLines(spec: OptimizerSpec, learningRate: number, all: boolean): readonly CodeLine[] {
  const knobs = argumentLines(spec, learningRate)
    .filter(({ usual }) => all || !usual)
    .map(({ line }) => line)
  return [
    codeLine('optimizer')`optimizer = ${optimizerNames[spec.type]}(`,
    codeLine('optimizer')`  net.parameters(),`,
    ...knobs.map((line, i) => ended(line, i === knobs.length - 1 ? ')' : ','))
  ]
}

const ended = (line: CodeLine, end: string): CodeLine => ({
  ...line,
  parts: [...line.parts, { text: end, kind: 'plain' }]
})

interface Argument {
  readonly line: CodeLine
  /** What PyTorch takes where the argument is left out. */
  readonly usual: boolean
}

function argumentLines(spec: OptimizerSpec, learningRate: number): readonly Argument[] {
  const rate: Argument = { line: codeLine('learningRate')`  lr=${learningRate}`, usual: false }
  const decay: Argument = {
    line: codeLine('weightDecay')`  weight_decay=${spec.weightDecay}`,
    usual: spec.weightDecay === defaultOptimizers[spec.type].weightDecay
  }
  switch (spec.type) {
    case 'sgd':
      return [
        rate,
        { line: codeLine('momentum')`  momentum=${spec.momentum}`, usual: spec.momentum === 0 },
        {
          line: codeLine('nesterov')`  nesterov=${spec.nesterov ? 'True' : 'False'}`,
          usual: !spec.nesterov
        },
        decay
      ]
    case 'adagrad':
      return [rate, epsilon(spec), decay]
    case 'rmsprop':
      return [
        rate,
        {
          line: codeLine('alpha')`  alpha=${spec.alpha}`,
          usual: spec.alpha === defaultOptimizers.rmsprop.alpha
        },
        epsilon(spec),
        decay
      ]
    case 'adam':
    case 'adamw': {
      const usual = defaultOptimizers[spec.type]
      return [
        rate,
        {
          line: codeLine('beta1')`  betas=(${spec.beta1}, ${spec.beta2})`,
          usual: spec.beta1 === usual.beta1 && spec.beta2 === usual.beta2
        },
        epsilon(spec),
        decay
      ]
    }
    default:
      return assertNever(spec)
  }
}

const epsilon = (spec: Exclude<OptimizerSpec, { type: 'sgd' }>): Argument => ({
  line: codeLine('epsilon')`  eps=${spec.epsilon}`,
  usual: spec.epsilon === defaultOptimizers[spec.type].epsilon
})

/** How the optimizer is made, and what its step does to each weight. */
export function optimizerCode(spec: OptimizerSpec, learningRate: number): readonly CodeLine[] {
  return [
    codeLine('loss')`criterion = CrossEntropyLoss()`,
    ...optimizerLines(spec, learningRate, true),
    codeLine('optimizerStep')`# optimizer.step(), step t:`,
    codeLine('optimizerStep')`for w in net.parameters():`,
    ...stepLines(spec, learningRate)
  ]
}

/** 1 - share, without the noise of binary fractions. */
const rest = (share: number): number => Number((1 - share).toPrecision(6))

function stepLines(spec: OptimizerSpec, lr: number): readonly CodeLine[] {
  const slope =
    spec.weightDecay === 0 || spec.type === 'adamw'
      ? codeLine('backward')`  g = w.grad`
      : codeLine('weightDecay')`  g = w.grad + ${spec.weightDecay} * w`
  switch (spec.type) {
    case 'sgd':
      if (spec.momentum === 0) return [slope, codeLine('learningRate')`  w -= ${lr} * g`]
      return [
        slope,
        codeLine('momentum')`  w.v = ${spec.momentum} * w.v + g`,
        spec.nesterov
          ? codeLine('nesterov')`  w -= ${lr} * (g + ${spec.momentum} * w.v)`
          : codeLine('learningRate')`  w -= ${lr} * w.v`
      ]
    case 'adagrad':
      return [
        slope,
        codeLine('optimizer')`  w.s += g * g`,
        codeLine('learningRate')`  w -= ${lr} * g / (`,
        codeLine('epsilon')`    w.s.sqrt() + ${spec.epsilon})`
      ]
    case 'rmsprop':
      return [
        slope,
        codeLine('alpha')`  w.s *= ${spec.alpha}`,
        codeLine('alpha')`  w.s += ${rest(spec.alpha)} * g * g`,
        codeLine('learningRate')`  w -= ${lr} * g / (`,
        codeLine('epsilon')`    w.s.sqrt() + ${spec.epsilon})`
      ]
    case 'adam':
    case 'adamw':
      return [
        ...(spec.type === 'adamw' ? [codeLine('weightDecay')`  w *= 1 - ${lr} * ${spec.weightDecay}`] : []),
        slope,
        codeLine('beta1')`  w.m *= ${spec.beta1}`,
        codeLine('beta1')`  w.m += ${rest(spec.beta1)} * g`,
        codeLine('beta2')`  w.v *= ${spec.beta2}`,
        codeLine('beta2')`  w.v += ${rest(spec.beta2)} * g * g`,
        codeLine('beta1')`  m = w.m / (1 - ${spec.beta1}**t)`,
        codeLine('beta2')`  v = w.v / (1 - ${spec.beta2}**t)`,
        codeLine('learningRate')`  w -= ${lr} * m / (`,
        codeLine('epsilon')`    v.sqrt() + ${spec.epsilon})`
      ]
    default:
      return assertNever(spec)
  }
}
