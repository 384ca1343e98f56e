import type { PlotBox } from './plot-box'

/** Where the axes are, in pixels from the upper left. */
export interface ParallelBox extends PlotBox {
  readonly count: number
}

/** Leaves room for the names above the axes, and for the numbers beside the last one. */
export const parallelBox = (
  { width, height }: { readonly width: number; readonly height: number },
  count: number
): ParallelBox => ({ left: 24, right: width - 64, top: 32, bottom: height - 12, count })

export const axisX = ({ left, right, count }: ParallelBox, axis: number): number =>
  count < 2 ? left : left + ((right - left) * axis) / (count - 1)

export const placeY = ({ top, bottom }: PlotBox, place: number): number => bottom - (bottom - top) * place

/** Within the axis. */
export const placeAt = ({ top, bottom }: PlotBox, y: number): number =>
  Math.min(1, Math.max(0, (bottom - y) / (bottom - top)))

/** The axis that a pointer is on, if any. @param reach in pixels */
export function axisAt(box: ParallelBox, x: number, reach: number): number | undefined {
  const gap = box.count < 2 ? 1 : (box.right - box.left) / (box.count - 1)
  const axis = Math.min(box.count - 1, Math.max(0, Math.round((x - box.left) / gap)))
  return Math.abs(axisX(box, axis) - x) <= reach ? axis : undefined
}
