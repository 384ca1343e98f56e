import { axisX, type ParallelBox, placeY } from './parallel-box'
import type { PlaneLine } from './parallel-plane'
import { segmentDistance } from './segment-distance'

/** The line that a pointer means, of lines over parallel axes. @param reach at most so many pixels away */
export function nearestLine<L extends Pick<PlaneLine, 'places'>>(
  lines: readonly L[],
  box: ParallelBox,
  px: number,
  py: number,
  reach: number
): L | undefined {
  let found: L | undefined
  let nearest = reach
  const gap = box.count < 2 ? 1 : (box.right - box.left) / (box.count - 1)
  const axis = Math.max(0, Math.min(box.count - 2, Math.floor((px - box.left) / gap)))
  const [ax, bx] = [axisX(box, axis), axisX(box, axis + 1)]
  for (const line of lines) {
    const ay = placeY(box, line.places[axis] ?? NaN)
    const by = placeY(box, line.places[axis + 1] ?? NaN)
    const distance = segmentDistance(px, py, ax, ay, bx, by)
    // Of equally near ones the last, which is drawn above the others.
    if (distance > nearest || Number.isNaN(distance)) continue
    nearest = distance
    found = line
  }
  return found
}
