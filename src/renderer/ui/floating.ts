import type { Attachment } from 'svelte/attachments'
import { menuPlace } from './menu-place'

/**
 * Places a box at an element, above the page, whichever boxes of it scroll, and inside the window. The box is fixed and
 * has `popover="manual"`.
 * @param side of the element that it is flush with, where there is room
 */
export function floating(
  anchor: () => HTMLElement | undefined,
  side: 'left' | 'right' = 'right'
): Attachment<HTMLElement> {
  return (box) => {
    const place = (): void => {
      const at = anchor()
      if (at === undefined) return
      box.style.maxHeight = ''
      const { width, height } = box.getBoundingClientRect()
      const { left, top, maxHeight } = menuPlace(
        at.getBoundingClientRect(),
        { width, height },
        { width: document.documentElement.clientWidth, height: innerHeight },
        side
      )
      box.style.maxHeight = `${maxHeight}px`
      box.style.left = `${left}px`
      box.style.top = `${top}px`
      // Outside the top layer, a box that contains it may shift it.
      const shown = box.getBoundingClientRect()
      box.style.left = `${2 * left - shown.left}px`
      box.style.top = `${2 * top - shown.top}px`
    }
    // Chromium before 114 has no top layer for it.
    if ('showPopover' in box) box.showPopover()
    place()
    const events = new AbortController()
    const follow = ({ target }: Event): void => {
      // Its own scrolling moves nothing.
      if (!(target instanceof Node && box.contains(target))) place()
    }
    addEventListener('resize', follow, { signal: events.signal })
    addEventListener('scroll', follow, { signal: events.signal, capture: true, passive: true })
    return () => events.abort()
  }
}
