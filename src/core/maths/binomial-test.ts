/**
 * The probability that a fair coin falls at least as unevenly: P(|X − n/2| ≥ |k − n/2|) for X ~ Binomial(n, 1/2).
 * Exact, by adding up ratios of binomial coefficients, so that nothing overflows. The same as scipy's
 * `binomtest(k, n).pvalue`.
 * @param k heads, 0 <= k <= n @param n throws
 */
export function fairCoinTest(k: number, n: number): number {
  const fewer = Math.min(k, n - k)
  if (2 * fewer === n) return 1
  // C(n, i) / C(n, fewer) for i = fewer, fewer − 1, … 0: each is the one before times i / (n − i + 1).
  let ratio = 1
  let sum = 0
  for (let i = fewer; i >= 0 && ratio > sum * Number.EPSILON * 1e-3; i--) {
    sum += ratio
    ratio *= i / (n - i + 1)
  }
  return Math.min(1, 2 * sum * Math.exp(logCoefficient(n, fewer) - n * Math.LN2))
}

/** ln C(n, k) */
function logCoefficient(n: number, k: number): number {
  let sum = 0
  for (let i = 1; i <= k; i++) sum += Math.log((n - k + i) / i)
  return sum
}
