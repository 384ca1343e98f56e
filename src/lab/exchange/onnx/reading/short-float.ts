/** The number with the fewest digits that is the same as a float32: 0.1 for 0.10000000149011612. */
export function shortFloat(value: number): number {
  const exact = Math.fround(value)
  for (let digits = 1; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits))
    if (Math.fround(short) === exact) return short
  }
  return value
}
