import type { Sheet } from '../drawing'

/** A place of a run's way on a picture. */
interface PathPlace {
  /** Pixels from the upper left. */
  readonly x: number
  readonly y: number
  /** null where it is not finite */
  readonly loss: number | null
}

export const pathFont = '11px IBM Plex Mono'

/**
 * Writes `start`, `now` and their losses beside the ends of a run's way, within the sheet. Where the start lies under
 * the end it is left out.
 * @returns where the words are, in pixels
 */
export function drawPathEnds(
  sheet: Sheet,
  path: readonly PathPlace[]
): readonly { readonly left: number; readonly right: number; readonly y: number }[] {
  const [start, now] = [path[0], path.at(-1)]
  if (start === undefined || now === undefined) return []
  const apart = Math.hypot(start.x - now.x, start.y - now.y) > 20
  return [...(apart ? [drawEnd(sheet, start, 'start')] : []), drawEnd(sheet, now, 'now')]
}

function drawEnd(
  { context, width, height, colours }: Sheet,
  { x, y, loss }: PathPlace,
  name: string
): { readonly left: number; readonly right: number; readonly y: number } {
  const text = `${name}${loss === null ? '' : ` ${loss.toFixed(2)}`}`
  context.font = `600 ${pathFont}`
  context.textBaseline = 'middle'
  context.textAlign = 'left'
  const wide = context.measureText(text).width
  const left = x + 12 + wide > width ? x - 12 - wide : x + 12
  const middle = Math.min(height - 9, Math.max(9, y))
  context.strokeStyle = colours.card
  context.lineWidth = 4
  context.strokeText(text, left, middle)
  context.fillStyle = colours.ink
  context.fillText(text, left, middle)
  return { left, right: left + wide, y: middle }
}
