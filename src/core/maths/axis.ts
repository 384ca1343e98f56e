/** Round values that cover a range: steps of 1, 2 or 5 times a power of ten. */
export function axis(
  min: number,
  max: number,
  wanted: number
): {
  readonly from: number
  readonly to: number
  readonly ticks: readonly number[]
  readonly decimals: number
} {
  const span = max > min ? max - min : Math.abs(max) || 1
  const power = 10 ** Math.floor(Math.log10(span / wanted))
  const gap = power * ([1, 2, 5, 10].find((factor) => factor * power * wanted >= span) ?? 10)
  const first = Math.floor(min / gap)
  const last = Math.max(first + 1, Math.ceil(max / gap))
  return {
    from: first * gap,
    to: last * gap,
    ticks: Array.from({ length: last - first + 1 }, (_, i) => (first + i) * gap),
    decimals: Math.max(0, -Math.floor(Math.log10(gap)))
  }
}
