/** What a key of the keyboard leads to in a list; undefined for keys that lead nowhere. @param order at least one */
export function stepThrough(
  order: readonly number[],
  current: number | undefined,
  key: string
): number | undefined {
  const at = current === undefined ? -1 : order.indexOf(current)
  switch (key) {
    case 'ArrowDown':
    case 'ArrowRight':
      return order[Math.min(at + 1, order.length - 1)]
    case 'ArrowUp':
    case 'ArrowLeft':
      return at === -1 ? order.at(-1) : order[Math.max(at - 1, 0)]
    case 'Home':
      return order[0]
    case 'End':
      return order.at(-1)
    default:
      return undefined
  }
}
