interface Span {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}
interface Size {
  readonly width: number
  readonly height: number
}
export interface MenuPlace {
  readonly left: number
  readonly top: number
  readonly maxHeight: number
}

/** Between a button and its menu. */
const gap = 6
/** Between a menu and the edges of the window. */
const edge = 8
/** A menu shows this much, over its button where there is no other room. */
const least = 160

/**
 * Where a menu opens, in the window: below its button, or above it where it does not fit below and there is more room.
 * What does not fit there scrolls.
 * @param menu as large as it would be with all its items
 * @param side of the button that it is flush with, where there is room
 */
export function menuPlace(
  button: Span,
  menu: Size,
  window: Size,
  side: 'left' | 'right' = 'right'
): MenuPlace {
  const below = window.height - edge - button.bottom - gap
  const above = button.top - gap - edge
  const upwards = menu.height > below && above > below
  const most = window.height - 2 * edge
  const maxHeight = Math.min(most, Math.max(least, upwards ? above : below))
  const height = Math.min(menu.height, maxHeight)
  const top = upwards ? button.top - gap - height : button.bottom + gap
  const flush = button.right - menu.width
  return {
    left: between(
      side === 'left' || flush < edge ? button.left : flush,
      edge,
      window.width - edge - menu.width
    ),
    top: between(top, edge, window.height - edge - height),
    maxHeight
  }
}

/** The first limit counts where there is no room between the two. */
function between(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, value))
}
