/** What each of several runs has to keep of the speed that it has alone. */
const keptSpeed = 0.85
/** Beyond this many, the number between two that were measured is looked for too. */
const fineAbove = 4

/**
 * The largest number of runs that do not slow one another down.
 * @param most the number of cores
 * @param measure steps a second of the slowest of `count` runs that train at the same time
 */
export async function mostAtOnce(most: number, measure: (count: number) => Promise<number>): Promise<number> {
  if (most <= 1) return 1
  const alone = await measure(1)
  // The first of several may be the slow one, because something else ran for a moment.
  const fits = async (count: number): Promise<boolean> =>
    (await measure(count)) >= keptSpeed * alone || (await measure(count)) >= keptSpeed * alone
  let good = 1
  while (good < most) {
    const next = Math.min(most, good * 2)
    if (await fits(next)) good = next
    else if (next - good >= fineAbove && (await fits(good + (next - good) / 2)))
      return good + (next - good) / 2
    else return good
  }
  return good
}
