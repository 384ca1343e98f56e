import { formatLoss } from '../../../core/format/format-loss'
import { chartFont as font } from '../chart-font'
import type { ThemeColours } from '../theme-colours'
import { type Box, labelPlace } from './label-place'

const valueFont = `600 12px ${font.family}`
const smallFont = '10px IBM Plex Sans'
/** Under the value at the end of the curve, which is not the running loss of the log. */
const endNote = 'smoothed'

/** A dot at the end of the curve, and the value there. @param within what may be written on */
export function drawEndValue(
  ctx: CanvasRenderingContext2D,
  end: { readonly x: number; readonly y: number },
  value: number,
  within: Box,
  { accent, ink, card, muted }: ThemeColours
): void {
  ctx.beginPath()
  ctx.arc(end.x, end.y, 3, 0, 2 * Math.PI)
  ctx.fillStyle = accent
  ctx.fill()
  ctx.font = valueFont
  const text = formatLoss(value, 2)
  const valueWidth = ctx.measureText(text).width
  ctx.font = smallFont
  const size = { width: Math.max(valueWidth, ctx.measureText(endNote).width) + 4, height: 27 }
  const place = labelPlace(end, size, within)
  ctx.fillStyle = card
  ctx.fillRect(place.left, place.top, size.width, size.height)
  ctx.fillStyle = muted
  ctx.fillText(endNote, place.left + 2, place.top + 23)
  ctx.font = valueFont
  ctx.fillStyle = ink
  ctx.fillText(text, place.left + 2, place.top + 12)
}
