/** How much of what lies beside it is shown too. */
const margin = 48

/** Scrolls a box, and nothing around it, so far that an element in it is in sight. */
export function revealInside(box: HTMLElement, element: HTMLElement): void {
  const outer = box.getBoundingClientRect()
  const inner = element.getBoundingClientRect()
  box.scrollBy({
    left: past(inner.left - margin - outer.left, inner.right + margin - outer.right),
    top: past(inner.top - outer.top, inner.bottom - outer.bottom)
  })
}

/** @returns how far something is outside: before the beginning it is negative; the beginning matters more */
function past(beforeStart: number, behindEnd: number): number {
  return beforeStart < 0 ? beforeStart : Math.max(0, Math.min(behindEnd, beforeStart))
}
