/** A line of code, and what it does in words; numbers of the code are values of the settings. */
export interface CodeNote {
  readonly code: string
  readonly note: string
}
