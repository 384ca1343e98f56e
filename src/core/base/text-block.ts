/** A paragraph, in which `**…**` is important and `…` in backticks is code; or a formula. */
export type TextBlock =
  | { readonly kind: 'text'; readonly text: string; readonly only?: 'pytorch' | 'tfjs' }
  | { readonly kind: 'formula'; readonly text: string }

export const paragraph = (text: string): TextBlock => ({ kind: 'text', text })
export const formula = (text: string): TextBlock => ({ kind: 'formula', text })

/** What the guide says about one thing. */
export interface Explanation {
  readonly heading: string
  readonly body: readonly TextBlock[]
}
