export interface Box {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

/** Pixels between a point and the words about it. */
const gap = 7

/**
 * Where the words about a point stand so that none of them is cut off: at its upper right, else at its left, else lower.
 * @param size of the words, in pixels
 * @param within what may be written on
 * @returns their upper left corner
 */
export function labelPlace(
  { x, y }: { readonly x: number; readonly y: number },
  size: { readonly width: number; readonly height: number },
  within: Box
): { readonly left: number; readonly top: number } {
  const right = x + gap
  const left = right + size.width <= within.right ? right : x - gap - size.width
  const above = y - size.height - 2
  const top = above >= within.top ? above : y + 4
  return {
    left: Math.max(within.left, Math.min(left, within.right - size.width)),
    top: Math.max(within.top, Math.min(top, within.bottom - size.height))
  }
}
