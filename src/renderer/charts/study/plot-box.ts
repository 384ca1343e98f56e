/** A range of values. */
export interface Range {
  readonly min: number
  readonly max: number
}

/** Where a picture with two axes has its lines, in pixels from the upper left. */
export interface PlotBox {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

/** Leaves room for the numbers and the names of the axes. */
export const plotBox = ({ width, height }: { readonly width: number; readonly height: number }): PlotBox => ({
  left: 58,
  right: width - 14,
  top: 8,
  bottom: height - 38
})

/** How values become pixels. */
export class PlotScale {
  readonly #left: number
  readonly #bottom: number
  readonly #xs: number
  readonly #ys: number
  readonly #x: Range
  readonly #y: Range

  constructor(box: PlotBox, x: Range, y: Range) {
    this.#left = box.left
    this.#bottom = box.bottom
    this.#x = x
    this.#y = y
    this.#xs = (box.right - box.left) / (x.max - x.min)
    this.#ys = (box.bottom - box.top) / (y.max - y.min)
  }

  toX(x: number): number {
    return this.#left + (x - this.#x.min) * this.#xs
  }

  toY(y: number): number {
    return this.#bottom - (y - this.#y.min) * this.#ys
  }

  fromX(pixel: number): number {
    return this.#x.min + (pixel - this.#left) / this.#xs
  }
}
