import type { Place } from './matrix-view'

/**
 * The cell that a key leads to: arrows to the one beside it, Home and End to the ends of the row, with Ctrl to the first and
 * the last cell of all.
 * @param n classes
 * @returns undefined for other keys
 */
export function placeByKey(
  { key, ctrlKey }: Pick<KeyboardEvent, 'key' | 'ctrlKey'>,
  { row, column }: Place,
  n: number
): Place | undefined {
  const last = n - 1
  switch (key) {
    case 'ArrowUp':
      return { row: Math.max(0, row - 1), column }
    case 'ArrowDown':
      return { row: Math.min(last, row + 1), column }
    case 'ArrowLeft':
      return { row, column: Math.max(0, column - 1) }
    case 'ArrowRight':
      return { row, column: Math.min(last, column + 1) }
    case 'Home':
      return { row: ctrlKey ? 0 : row, column: 0 }
    case 'End':
      return { row: ctrlKey ? last : row, column: last }
    default:
      return undefined
  }
}
