import type { LossSurface } from '../../../lab/contract/loss-surface'
import type { Sheet } from '../drawing'
import { contourLabels, type Spot } from './contour-labels'
import { drawPathEnds, pathFont } from './path-end'
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

/** The land from above, the run's way on it, and the loss at some of its lines. */
export function drawSurface(sheet: Sheet, terrain: Terrain, surface: LossSurface): void {
  const { context, colours } = sheet
  terrain.draw(sheet)
  const frame = terrain.frame(sheet)
  context.lineJoin = 'round'
  context.lineCap = 'round'
  const path = surface.path.map(({ x, y, loss }) => ({ x: frame.toX(x), y: frame.toY(y), loss }))
  context.beginPath()
  for (const { x, y } of path) context.lineTo(x, y)
  context.strokeStyle = colours.accent
  context.lineWidth = 2.2
  context.stroke()
  path.forEach(({ x, y }, i) => {
    context.beginPath()
    context.arc(x, y, 3, 0, 2 * Math.PI)
    context.fillStyle = colours.accent
    context.fill()
    if (i !== 0 && i !== path.length - 1) return
    context.beginPath()
    context.arc(x, y, 6, 0, 2 * Math.PI)
    context.strokeStyle = i === path.length - 1 ? colours.accent : colours.ink
    context.lineWidth = 2
    context.stroke()
  })
  const way = path.flatMap(({ x, y }, i) => {
    const before = path[i - 1] ?? { x, y }
    return [0, 0.25, 0.5, 0.75].map((share) => ({
      x: x + share * (before.x - x),
      y: y + share * (before.y - y)
    }))
  })
  const words = drawPathEnds(sheet, path).flatMap(({ left, right, y }) =>
    [left, (left + right) / 2, right].map((x) => ({ x, y }))
  )
  labelLines(sheet, terrain, [...way, ...words])
}

/** Writes the loss on every third line of equal loss. */
function labelLines(sheet: Sheet, terrain: Terrain, taken: readonly Spot[]): void {
  const { context, colours } = sheet
  const frame = terrain.frame(sheet)
  const lines = terrain.levels
    .filter((_, i) => i % 3 === 1)
    .map((level) => ({
      level,
      spots: terrain.line(level).map(({ x1, y1, x2, y2 }) => ({
        x: frame.toX((x1 + x2) / 2),
        y: frame.toY((y1 + y2) / 2)
      }))
    }))
  context.font = pathFont
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  for (const { level, x, y } of contourLabels(lines, taken, sheet)) {
    const text = level.toFixed(level < 10 ? 2 : level < 100 ? 1 : 0)
    context.strokeStyle = colours.card
    context.lineWidth = 4
    context.strokeText(text, x, y)
    context.fillStyle = colours.muted
    context.fillText(text, x, y)
  }
}
