import type { Rgb } from '../../../core/maths/colour'
import type { ScaleColours } from '../colour-scale'
import type { MatrixView, Place } from './matrix-view'

/** A cell that is not empty. */
export interface MatrixMark {
  readonly trueClass: number
  readonly predictedClass: number
  /** How strong its colour is, in [−1, 1]; below 0 it is of the other colour. */
  readonly share: number
  /** What stands in it where there is room. */
  readonly text: string
}

export interface MatrixPicture {
  readonly classes: readonly string[]
  /** The class in each row and column. */
  readonly order: readonly number[]
  /** The row and column of each class. */
  readonly places: readonly number[]
  readonly marks: readonly MatrixMark[]
  /** Blocks to outline: first row, and size. */
  readonly blocks: readonly { readonly from: number; readonly size: number }[]
  readonly view: MatrixView
  /** Left of the cells and above them, for the labels, in CSS pixels. */
  readonly gutter: number
  readonly pointed: Place | undefined
  readonly selected: Place | undefined
  /** The row and column of a class that was looked for. */
  readonly found: number | undefined
  readonly colours: ScaleColours & { readonly ink: Rgb; readonly paper: Rgb }
}
