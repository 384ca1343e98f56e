/**
 * The cell of a map that is looked at, [row, column]: the one that was chosen, as far as the map reaches; at first the
 * one with the largest value.
 * @param map f32[rows * columns]
 */
export function cellOf(
  map: Float32Array | undefined,
  rows: number,
  columns: number,
  chosen: readonly [number, number] | undefined
): readonly [number, number] {
  if (chosen !== undefined) return [Math.min(chosen[0], rows - 1), Math.min(chosen[1], columns - 1)]
  const largest = map === undefined ? 0 : map.reduce((at, value, i) => (value > (map[at] ?? 0) ? i : at), 0)
  return [Math.floor(largest / columns), largest % columns]
}
