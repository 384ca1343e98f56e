/** A number for the eye: three decimals, or few digits and a power of ten where those would say nothing. */
export function shortNumber(value: number): string {
  const size = Math.abs(value)
  if (value === 0) return '0'
  const text = size >= 1e5 || size < 5e-4 ? value.toExponential(1) : value.toFixed(size >= 100 ? 1 : 3)
  return text.replace('-', '−').replace('e-', 'e−').replace('e+', 'e')
}
