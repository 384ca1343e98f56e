/**
 * The places of a list that a cut from `start` to before `end` keeps, as Python counts them.
 * @returns undefined for steps other than 1 and -1
 */
export function slicedRows(length: number, start: number, end: number, step: number): number[] | undefined {
  const all = Array.from({ length }, (_, i) => i)
  if (step === 1) return all.slice(start, end)
  if (step !== -1) return undefined
  const fromEnd = (at: number): number => (at < 0 ? at + length : at)
  const [first, behind] = [fromEnd(start), fromEnd(end)]
  return all.filter((i) => i <= first && i > behind).reverse()
}
