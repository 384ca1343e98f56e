/**
 * Which values are the best: all that share it. None is where fewer than two are known, or all are the same.
 * @returns for each value, whether it is
 */
export function bestOf(values: readonly (number | undefined)[], better: 'higher' | 'lower'): boolean[] {
  const known = values.flatMap((value) => (value === undefined ? [] : [value]))
  const best = known.reduce(
    (a, b) => (better === 'higher' ? Math.max(a, b) : Math.min(a, b)),
    better === 'higher' ? -Infinity : Infinity
  )
  const marks = known.length > 1 && known.some((value) => value !== best)
  return values.map((value) => marks && value === best)
}
