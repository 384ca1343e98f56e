import { required } from '../base/required'

/**
 * Which values are the best: all that look like the best one. None is where fewer than two are known, or all look the
 * same.
 * @param text how a value is shown
 * @returns for each value, whether it is
 */
export function bestOf(
  values: readonly (number | undefined)[],
  text: (value: number) => string,
  better: 'higher' | 'lower'
): boolean[] {
  const known = values.flatMap((value) => (value === undefined ? [] : [value]))
  if (new Set(known.map(text)).size < 2) return values.map(() => false)
  const [best] = known.sort((a, b) => (better === 'higher' ? b - a : a - b))
  const shown = text(required(best, 'a best value'))
  return values.map((value) => value !== undefined && text(value) === shown)
}
