/** The places of the largest values, the largest first; of equal ones the first. */
export function leading(values: readonly number[], count: number): readonly number[] {
  return values
    .map((value, at) => ({ value, at }))
    .sort((a, b) => b.value - a.value || a.at - b.at)
    .slice(0, count)
    .map(({ at }) => at)
}
