import type { SizeFormula } from '../layers/size-formulas'
import type { LessonExplanation } from './explanation'
import { richText, type TextPiece } from './rich-text'

export type MarkedBlock =
  | { readonly kind: 'text' | 'formula'; readonly pieces: readonly TextPiece[] }
  | { readonly kind: 'sizes'; readonly formulas: readonly SizeFormula[] }

/** An explanation, ready to be shown. */
export interface MarkedExplanation {
  readonly heading: string
  readonly body: readonly MarkedBlock[]
}

/**
 * Marks each term of the glossary where it appears for the first time.
 * @param known terms that were marked before; those that are marked here are added
 */
export function markTerms({ heading, body }: LessonExplanation, known: Set<string>): MarkedExplanation {
  return {
    heading,
    body: body.map((block) =>
      block.kind === 'sizes' ? block : { kind: block.kind, pieces: richText(block.text, known) }
    )
  }
}
