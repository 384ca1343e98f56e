import type { Attachment } from 'svelte/attachments'

/** What of a box that scrolls is in sight, in CSS pixels: what a list needs to know which of its rows to draw. */
export class Sight {
  #top = $state(0)
  /** Until the box is measured: rather too many rows than too few. */
  #height = $state(800)

  get top(): number {
    return this.#top
  }

  get height(): number {
    return this.#height
  }

  readonly watch: Attachment<HTMLElement> = (box) => {
    const scrolled = (): void => {
      this.#top = box.scrollTop
    }
    const sizes = new ResizeObserver(() => {
      // No more than a window's height can be in sight, even of a box that nothing keeps from growing.
      this.#height = Math.min(box.clientHeight, innerHeight)
      scrolled()
    })
    sizes.observe(box)
    box.addEventListener('scroll', scrolled, { passive: true })
    return () => {
      sizes.disconnect()
      box.removeEventListener('scroll', scrolled)
    }
  }
}
