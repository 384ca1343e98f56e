import type { Attachment } from 'svelte/attachments'
import type { Point } from './matrix-view'

export interface Gestures {
  /** Of a mouse that moves over the picture; undefined when it leaves. */
  point: (at: Point | undefined) => void
  drag: (by: Point) => void
  /** @param factor above 1 brings the picture nearer */
  zoom: (factor: number, at: Point) => void
  /** A click or a tap. */
  choose: (at: Point) => void
}

/** A pointer that has moved less than this was not dragged, in CSS pixels. */
const steady = 4
/** Of a notch of a mouse’s wheel, about 1.5; the browser reports a pinch on a touchpad as small turns with Ctrl. */
const perPixel = 0.004
const pixelsOf = [1, 16, 400]

/**
 * Dragging, Ctrl with the wheel or a pinch, clicks and double clicks on a picture. Without Ctrl the wheel scrolls the page.
 * Points are in CSS pixels from the element’s upper left corner.
 */
export function followGestures({ point, drag, zoom, choose }: Gestures): Attachment<HTMLElement> {
  return (box) => {
    let last: Point | undefined
    let travelled = 0

    const pointOf = ({ clientX, clientY }: MouseEvent): Point => {
      const { left, top } = box.getBoundingClientRect()
      return { x: clientX - left, y: clientY - top }
    }
    function onPointerDown(event: PointerEvent): void {
      if (event.button !== 0) return
      last = pointOf(event)
      travelled = 0
      box.setPointerCapture(event.pointerId)
    }
    function onPointerMove(event: PointerEvent): void {
      const at = pointOf(event)
      if (last === undefined) {
        if (event.pointerType === 'mouse') point(at)
        return
      }
      const by = { x: at.x - last.x, y: at.y - last.y }
      travelled += Math.hypot(by.x, by.y)
      if (travelled < steady) return
      last = at
      drag(by)
    }
    function onPointerUp(event: PointerEvent): void {
      if (last !== undefined && travelled < steady) choose(pointOf(event))
      last = undefined
    }
    function onPointerCancel(): void {
      last = undefined
    }
    const onPointerLeave = (): void => point(undefined)
    function onDoubleClick(event: MouseEvent): void {
      event.preventDefault()
      zoom(2, pointOf(event))
    }
    function onWheel(event: WheelEvent): void {
      if (!event.ctrlKey && !event.metaKey) return
      event.preventDefault()
      zoom(Math.exp(-event.deltaY * perPixel * (pixelsOf[event.deltaMode] ?? 1)), pointOf(event))
    }

    const stop = new AbortController()
    const { signal } = stop
    box.addEventListener('pointerdown', onPointerDown, { signal })
    box.addEventListener('pointermove', onPointerMove, { signal })
    box.addEventListener('pointerup', onPointerUp, { signal })
    box.addEventListener('pointercancel', onPointerCancel, { signal })
    box.addEventListener('pointerleave', onPointerLeave, { signal })
    box.addEventListener('dblclick', onDoubleClick, { signal })
    box.addEventListener('wheel', onWheel, { signal, passive: false })
    return () => stop.abort()
  }
}
