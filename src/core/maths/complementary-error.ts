/**
 * erfc(x) = 2 / sqrt(pi) * the integral of exp(-t^2) from x on, to 1e-13 relative: near 0 by the series of erf
 * (Abramowitz and Stegun 7.1.6), further out by the continued fraction of erfc (7.1.14), evaluated from its end.
 */
export function complementaryError(x: number): number {
  if (x < 0) return 2 - complementaryError(-x)
  if (x < 2) {
    let term = x
    let sum = x
    for (let n = 1; Math.abs(term) > 1e-17 * sum; n++) {
      term *= (2 * x * x) / (2 * n + 1)
      sum += term
    }
    return 1 - (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum
  }
  if (Number.isNaN(x)) return NaN
  let fraction = x
  for (let k = 120; k >= 1; k--) fraction = x + k / 2 / fraction
  return Math.exp(-x * x) / (fraction * Math.sqrt(Math.PI))
}
