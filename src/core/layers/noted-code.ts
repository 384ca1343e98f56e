/** A line of a script, and what people read beside it. */
export interface NotedCode {
  readonly code: string
  readonly note: string
}
