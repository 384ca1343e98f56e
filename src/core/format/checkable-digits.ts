import { fixedDecimal } from './fixed-decimal'

/** More than these nobody types into a calculator. */
const most = 9
/** What lies closer than this to the middle of two results could be rounded either way. */
const tie = 1e-10

/**
 * How many decimals numbers need on the screen so that computing with them, as they are written there, gives the result
 * as it is written. `least` where no number of decimals does: the result was computed in another precision.
 * @param shown decimals of the result
 */
export function checkableDigits(
  values: readonly number[],
  result: number,
  compute: (written: readonly number[]) => number,
  { shown = 3, least = shown + 1 }: { readonly shown?: number; readonly least?: number } = {}
): number {
  const wanted = fixedDecimal(result, shown)
  for (let digits = least; digits <= most; digits++) {
    const written = values.map((value) => Number(value.toFixed(digits)))
    const computed = compute(written)
    if ([-tie, tie].every((by) => fixedDecimal(computed + by, shown) === wanted)) return digits
  }
  return least
}
