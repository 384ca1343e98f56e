/** A number with so many decimals, a minus as printed, and none before a nought. */
export function fixedDecimal(value: number, digits = 3): string {
  const text = value.toFixed(digits)
  return (Number(text) === 0 ? text.replace('-', '') : text).replace('-', '−')
}
