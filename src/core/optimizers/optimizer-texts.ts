import { adagradText } from './adagrad.text'
import { adamText } from './adam.text'
import { adamwText } from './adamw.text'
import { muonText } from './muon.text'
import type { OptimizerSpec, OptimizerType } from './optimizer-kinds'
import type { OptimizerText } from './optimizer-text'
import { rmspropText } from './rmsprop.text'
import { sgdText } from './sgd.text'

/** What people read about each type of optimizer. */
export const optimizerTexts: { readonly [T in OptimizerType]: OptimizerText<OptimizerSpec<T>> } = {
  sgd: sgdText,
  adagrad: adagradText,
  rmsprop: rmspropText,
  adam: adamText,
  adamw: adamwText,
  muon: muonText
}

/** What people read about an optimizer's type: `optimizerText(spec).describe(spec)`. */
export function optimizerText<T extends OptimizerType>(
  spec: OptimizerSpec<T>
): OptimizerText<OptimizerSpec<T>> {
  return optimizerTexts[spec.type]
}
