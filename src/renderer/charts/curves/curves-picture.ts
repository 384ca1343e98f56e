/** A line of a chart: a class, a run, the mean of a study. */
export interface CurveLine {
  readonly id: string
  readonly name: string
  /** By x, from left to right. */
  readonly points: readonly { readonly x: number; readonly y: number }[]
  /** Which of the line colours; undefined: that of text. */
  readonly colour: number | undefined
  /** strong: the one that matters; faint: one of many behind it, without a label. */
  readonly look: 'strong' | 'plain' | 'faint'
}

interface Axis {
  readonly title: string
  readonly format: (value: number) => string
  /** Where they are fixed. */
  readonly min?: number | undefined
  readonly max?: number | undefined
}

/** Several curves over one another. */
export interface CurvesPicture {
  readonly lines: readonly CurveLine[]
  readonly x: Axis
  readonly y: Axis
  /** The x that is looked at. */
  readonly mark?: number | undefined
  /** Told of the x that somebody clicks; a control beside the picture does the same for the keyboard. */
  readonly onpick?: ((x: number) => void) | undefined
}
