/** Index of the largest value; of equal ones the first. */
export function argmax(values: Iterable<number>): number {
  let best = 0
  let largest: number | undefined
  let index = 0
  for (const value of values) {
    if (largest === undefined || value > largest) {
      best = index
      largest = value
    }
    index += 1
  }
  return best
}
