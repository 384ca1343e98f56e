import { untrack } from 'svelte'
import type { Attachment } from 'svelte/attachments'
import { Drawing, type Sheet } from './drawing'

/** An attachment that draws a picture onto its canvas, and again whenever something that `picture` reads has changed. */
export function drawn<T>(
  picture: () => T,
  draw: (sheet: Sheet, picture: T) => void
): Attachment<HTMLCanvasElement> {
  return (canvas) => {
    let current = untrack(picture)
    const drawing = new Drawing(canvas, (sheet) => untrack(() => draw(sheet, current)))
    $effect(() => {
      current = picture()
      drawing.request()
    })
    return () => drawing.destroy()
  }
}
