import type { LossSurface } from '../../lab/contract/loss-surface'
import type { Sheet } from './drawing'
import { sortedHeights, type HeightGrid } from './height-grid'
import type { Terrain } from './terrain'

/** The losses as a map: columns along the first direction, rows along the second. */
export function surfaceGrid({ x, y, loss }: LossSurface): HeightGrid {
  return { x, y, z: loss }
}

/**
 * Losses above this are cut off in the relief: the walls may be a hundred times as high as the valley, which alone is
 * of interest. It is the loss at the run's start, or what a tenth of the map lies above, whichever is lower.
 */
export function reliefCeiling(surface: LossSurface): number {
  const heights = sortedHeights(surfaceGrid(surface))
  const wall = heights[Math.floor((heights.length - 1) * 0.9)] ?? 1
  const first = surface.path[0]?.loss ?? wall
  const last = surface.path.at(-1)?.loss ?? heights[0] ?? 0
  return Math.min(wall, first > last ? first * 1.15 : wall)
}

const font = '11px IBM Plex Mono'

/** The land from above, the run's way on it, and the loss at some of its lines. */
export function drawSurface(sheet: Sheet, terrain: Terrain, surface: LossSurface): void {
  const { context, width, height, colours } = sheet
  terrain.draw(sheet)
  const frame = terrain.frame(sheet)
  context.lineJoin = 'round'
  context.lineCap = 'round'
  context.beginPath()
  for (const { x, y } of surface.path) context.lineTo(frame.toX(x), frame.toY(y))
  context.strokeStyle = colours.accent
  context.lineWidth = 2.2
  context.stroke()
  for (const { x, y } of surface.path) {
    context.beginPath()
    context.arc(frame.toX(x), frame.toY(y), 3, 0, 2 * Math.PI)
    context.fillStyle = colours.accent
    context.fill()
  }
  const ends = [surface.path[0], surface.path.at(-1)]
  context.font = `600 ${font}`
  context.textBaseline = 'middle'
  ends.forEach((end, i) => {
    if (end === undefined || (i === 1 && surface.path.length < 2)) return
    const [x, y] = [frame.toX(end.x), frame.toY(end.y)]
    context.beginPath()
    context.arc(x, y, 6, 0, 2 * Math.PI)
    context.strokeStyle = i === 0 ? colours.ink : colours.accent
    context.lineWidth = 2
    context.stroke()
    const text = `${i === 0 ? 'start' : 'now'}${end.loss === null ? '' : ` ${end.loss.toFixed(2)}`}`
    const wide = context.measureText(text).width
    const left = x + 12 + wide > width ? x - 12 - wide : x + 12
    const middle = Math.min(height - 9, Math.max(9, y))
    context.strokeStyle = colours.card
    context.lineWidth = 4
    context.strokeText(text, left, middle)
    context.fillStyle = colours.ink
    context.fillText(text, left, middle)
  })
}
