import type { TextBlock } from '../base/text-block'
import type { SizeFormula } from '../layers/size-formulas'

/** A text, a formula, or how a layer's sizes come about. */
export type LessonBlock = TextBlock | { readonly kind: 'sizes'; readonly formulas: readonly SizeFormula[] }

/** What the lesson says about one thing. */
export interface LessonExplanation {
  readonly heading: string
  readonly body: readonly LessonBlock[]
}
