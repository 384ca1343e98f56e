/** Two equal sizes as one number, others as Python's or JavaScript's pair: `2`, `(3, 5)`, `[3, 5]`. */
export function codePair([height, width]: readonly [number, number], brackets: '()' | '[]'): string {
  if (height === width) return String(height)
  return `${brackets.charAt(0)}${height}, ${width}${brackets.charAt(1)}`
}
