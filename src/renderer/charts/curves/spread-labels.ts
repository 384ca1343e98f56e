/**
 * Moves labels apart that would lie on one another, as little as it takes, in the order in which they lie.
 * @param wanted where each would be, in pixels from the top @param gap the least distance of two
 * @param top, bottom between which they have to be; with too many labels they lie closer, evenly
 * @returns where each is, in the order of `wanted`
 */
export function spreadLabels(wanted: readonly number[], gap: number, top: number, bottom: number): number[] {
  const order = wanted.map((place, i) => ({ place, i })).sort((a, b) => a.place - b.place || a.i - b.i)
  const apart = order.length < 2 ? gap : Math.min(gap, (bottom - top) / (order.length - 1))
  const placed: number[] = []
  for (const [at, { place }] of order.entries()) {
    const above = placed[at - 1]
    placed.push(Math.max(top, place, above === undefined ? top : above + apart))
  }
  // What was pushed out below pushes up in turn.
  for (let at = placed.length - 1, lowest = bottom; at >= 0; at--, lowest -= apart) {
    placed[at] = Math.min(placed[at] ?? lowest, lowest)
    lowest = placed[at] ?? lowest
  }
  const result = wanted.map(() => 0)
  for (const [at, { i }] of order.entries()) result[i] = placed[at] ?? 0
  return result
}
