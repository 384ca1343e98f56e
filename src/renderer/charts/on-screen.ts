/**
 * Tells whether an element can be seen: in the window's part that shows, on a page that is not hidden.
 * @param tell called at once with false, and at each change
 * @returns how to stop
 */
export function onScreen(element: Element, tell: (seen: boolean) => void): () => void {
  let inside = false
  let told = false
  const update = (): void => {
    const seen = inside && !document.hidden
    if (seen === told) return
    told = seen
    tell(seen)
  }
  const observer = new IntersectionObserver((entries) => {
    inside = entries.at(-1)?.isIntersecting ?? false
    update()
  })
  observer.observe(element)
  document.addEventListener('visibilitychange', update)
  return () => {
    observer.disconnect()
    document.removeEventListener('visibilitychange', update)
    if (told) tell(false)
  }
}
