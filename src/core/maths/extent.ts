/**
 * The least and the greatest of all values, however many there are: `Math.max(...values)` hands each of them over as an
 * argument, and beyond some hundred thousand the stack has no room for them.
 */
export function extent(...lists: readonly Iterable<number>[]): {
  readonly min: number
  readonly max: number
} {
  let min = Infinity
  let max = -Infinity
  for (const list of lists) {
    for (const value of list) {
      min = Math.min(min, value)
      max = Math.max(max, value)
    }
  }
  return { min, max }
}
