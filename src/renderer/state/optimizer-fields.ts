import { defaultOptimizers, type OptimizerSpec, type OptimizerType } from '../../core/optimizer-spec'

/** The knobs of the optimizers; each has some of them. */
export type OptimizerField =
  'learningRate' | 'momentum' | 'nesterov' | 'alpha' | 'beta1' | 'beta2' | 'epsilon' | 'weightDecay'

type OptimizerTexts = Readonly<Record<OptimizerField, string>>

/** In the order of the formulas. */
export const optimizerFields: Readonly<Record<OptimizerType, readonly OptimizerField[]>> = {
  sgd: ['learningRate', 'momentum', 'nesterov', 'weightDecay'],
  adagrad: ['learningRate', 'epsilon', 'weightDecay'],
  rmsprop: ['learningRate', 'alpha', 'epsilon', 'weightDecay'],
  adam: ['learningRate', 'beta1', 'beta2', 'epsilon', 'weightDecay'],
  adamw: ['learningRate', 'beta1', 'beta2', 'epsilon', 'weightDecay']
}

/** As torch.optim calls them. */
export const optimizerNames: Readonly<Record<OptimizerType, string>> = {
  sgd: 'SGD',
  adagrad: 'Adagrad',
  rmsprop: 'RMSprop',
  adam: 'Adam',
  adamw: 'AdamW'
}

export const optimizerTypes = Object.keys(optimizerNames).filter(isOptimizerType)

export function isOptimizerType(name: string): name is OptimizerType {
  return Object.hasOwn(defaultOptimizers, name)
}

/** What the fields say for an optimizer; empty for the knobs that it does not have. */
export function optimizerTexts(spec: OptimizerSpec): OptimizerTexts {
  const values: Readonly<Record<string, unknown>> = spec
  const text = (field: OptimizerField): string => (field in values ? String(values[field]) : '')
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
  texts: OptimizerTexts,
  number: (text: string) => number
): Readonly<Record<string, unknown>> {
  const fields = isOptimizerType(type) ? optimizerFields[type] : []
  const values = fields.map((field): [string, unknown] => [
    field,
    field === 'nesterov' ? texts.nesterov === 'true' : number(texts[field])
  ])
  return { type, ...Object.fromEntries<unknown>(values) }
}
