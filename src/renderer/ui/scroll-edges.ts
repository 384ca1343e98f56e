import type { Attachment } from 'svelte/attachments'

/**
 * Marks a box that scrolls with the sides on which it has more than it shows, `data-more="left right"`: there its content
 * fades out, up and down in menus only.
 */
export const scrollEdges: Attachment<HTMLElement> = (box) => {
  let asked = false
  const mark = (): void => {
    asked = false
    const left = box.scrollLeft > 1
    const right = box.scrollLeft < box.scrollWidth - box.clientWidth - 1
    const up = box.scrollTop > 1
    const down = box.scrollTop < box.scrollHeight - box.clientHeight - 1
    box.dataset['more'] = Object.entries({ left, right, up, down })
      .flatMap(([side, more]) => (more ? [side] : []))
      .join(' ')
  }
  /** Once a frame: what is written into the box line by line is not measured line by line. */
  const ask = (): void => {
    if (!asked) requestAnimationFrame(mark)
    asked = true
  }
  const sizes = new ResizeObserver(ask)
  const content = new MutationObserver(() => {
    sizes.disconnect()
    for (const node of [box, ...box.children]) sizes.observe(node)
    ask()
  })
  sizes.observe(box)
  for (const child of box.children) sizes.observe(child)
  content.observe(box, { childList: true, subtree: true, characterData: true })
  box.addEventListener('scroll', ask, { passive: true })
  return () => {
    sizes.disconnect()
    content.disconnect()
    box.removeEventListener('scroll', ask)
  }
}
