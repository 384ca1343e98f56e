/**
 * Parts of one whole as texts that add up as the eye adds them: their sum is the rounded sum, although each is rounded.
 * @param digits after the point
 */
export function roundTogether(parts: readonly number[], digits: number): string[] {
  const unit = 10 ** digits
  let sum = 0
  let told = 0
  return parts.map((part) => {
    sum += part
    const upTo = Math.round(sum * unit)
    const rounded = upTo - told
    told = upTo
    return (rounded / unit).toFixed(digits)
  })
}
