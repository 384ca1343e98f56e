import { type KnobName, knobs } from '../../core/optimizers/knobs'
import { isOptimizerType, knobsOf, type OptimizerSpec } from '../../core/optimizers/optimizer-kinds'

type KnobTexts = Readonly<Record<KnobName, string>>

/** What the fields say for an optimizer; empty for the knobs that it does not have. */
export function optimizerTexts(spec: OptimizerSpec): KnobTexts {
  const values: Readonly<Record<string, unknown>> = spec
  const text = (knob: KnobName): string => (knob in values ? String(values[knob]) : '')
  return {
    learningRate: text('learningRate'),
    momentum: text('momentum'),
    nesterov: text('nesterov'),
    alpha: text('alpha'),
    beta1: text('beta1'),
    beta2: text('beta2'),
    epsilon: text('epsilon'),
    weightDecay: text('weightDecay')
  }
}

/** What the fields say as an optimizer, still to be parsed. */
export function optimizerInput(
  type: string,
  texts: KnobTexts,
  number: (text: string) => number
): Readonly<Record<string, unknown>> {
  const values = (isOptimizerType(type) ? knobsOf(type) : []).map((knob): [string, unknown] => [
    knob,
    knobs[knob].form === 'switch' ? texts[knob] === 'true' : number(texts[knob])
  ])
  return { type, ...Object.fromEntries<unknown>(values) }
}
