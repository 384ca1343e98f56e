import type { PlacedView } from './matrix-view'

/** A line of text needs so much room, in CSS pixels. */
const labelRoom = 12

export interface LabelPlace {
  readonly place: number
  /** Of the middle of its row or column, in CSS pixels from the edge of the picture. */
  readonly middle: number
  readonly strong: boolean
}

/**
 * Which rows or columns are labelled: all where there is room, else every second, third …, always the same ones while the
 * view moves. Strong ones are always labelled, and those too close to them are not.
 * @param length of the picture, in CSS pixels
 */
export function labelPlaces(
  cell: PlacedView['cell'],
  start: number,
  length: number,
  n: number,
  strong: readonly number[]
): readonly LabelPlace[] {
  const middleOf = (place: number): number => start + (place + 0.5) * cell
  const inSight = (place: number): boolean => middleOf(place) >= 0 && middleOf(place) <= length
  const every = Math.max(1, Math.ceil(labelRoom / cell))
  const first = strong.filter(
    (place, i) =>
      inSight(place) &&
      strong.slice(0, i).every((other) => Math.abs(middleOf(other) - middleOf(place)) >= labelRoom)
  )
  const labels = first.map((place) => ({
    place,
    middle: Math.min(middleOf(place), length - labelRoom / 2),
    strong: true
  }))
  for (let place = 0; place < n; place += every) {
    const middle = middleOf(place)
    // No label is cut off by the edge.
    if (!inSight(place) || middle > length - labelRoom / 2) continue
    if (first.every((other) => Math.abs(middleOf(other) - middle) >= labelRoom))
      labels.push({ place, middle, strong: false })
  }
  return labels
}
