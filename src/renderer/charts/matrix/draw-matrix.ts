import { cssColour, textOn } from '../../../core/maths/colour'
import { chartFont } from '../chart-font'
import { scaleColour } from '../colour-scale'
import type { Sheet } from '../drawing'
import { drawLabels } from './draw-labels'
import type { MatrixPicture } from './matrix-picture'
import { placeView, type PlacedView, type Size } from './matrix-view'

/** From here on there is a gap between cells. */
const gapFrom = 8
/** And from here on figures may fit into them. */
const figureRoom = 20

const smallestBlock = 8

export function drawMatrix(sheet: Sheet, picture: MatrixPicture): void {
  const { context, width, height } = sheet
  const { gutter, classes, view } = picture
  const size = { width: width - gutter, height: height - gutter }
  if (size.width <= 0 || size.height <= 0) return
  const placed = placeView(view, classes.length, size)
  drawLabels(sheet, picture, placed)
  context.save()
  context.translate(gutter, gutter)
  context.beginPath()
  context.rect(0, 0, size.width, size.height)
  context.clip()
  drawCells(sheet, picture, placed, size)
  drawLines(sheet, picture, placed)
  context.restore()
}

function drawCells(sheet: Sheet, picture: MatrixPicture, placed: PlacedView, size: Size): void {
  const { context, scale } = sheet
  const { marks, places, colours, classes, found } = picture
  const { cell, left, top } = placed
  const gap = cell >= gapFrom ? 1 : 0
  /** Edges lie between the pixels of the screen. */
  const edge = (at: number): number => Math.round(at * scale) / scale
  const isInside = (from: number, length: number): boolean => from > -2 && from + cell < length + 2
  const whole = cell * classes.length
  context.fillStyle = cssColour(colours.ground)
  context.fillRect(left, top, whole, whole)
  if (found !== undefined) {
    context.globalAlpha = 0.14
    context.fillStyle = sheet.colours.warm
    context.fillRect(left, top + found * cell, whole, cell)
    context.fillRect(left + found * cell, top, cell, whole)
    context.globalAlpha = 1
  }
  context.font = `${chartFont.size}px "${chartFont.family}", monospace`
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  for (const { trueClass, predictedClass, share, text } of marks) {
    const x = left + (places[predictedClass] ?? NaN) * cell
    const y = top + (places[trueClass] ?? NaN) * cell
    if (x + cell < 0 || y + cell < 0 || x > size.width || y > size.height) continue
    const ground = scaleColour(colours, share)
    context.fillStyle = cssColour(ground)
    const [from, above] = [edge(x), edge(y)]
    // A cell narrower than a pixel is still seen.
    context.fillRect(
      from,
      above,
      Math.max(edge(x + cell) - from - gap, 1 / scale),
      Math.max(edge(y + cell) - above - gap, 1 / scale)
    )
    // A figure that the edge cuts off would be another figure.
    if (cell < figureRoom || !isInside(x, size.width) || !isInside(y, size.height)) continue
    if (context.measureText(text).width > cell - 5) continue
    context.fillStyle = cssColour(textOn(ground, colours.ink, colours.paper))
    context.fillText(text, x + (cell - gap) / 2, y + (cell - gap) / 2 + 0.5)
  }
}

function drawLines({ context, colours }: Sheet, picture: MatrixPicture, placed: PlacedView): void {
  const { blocks, found, selected, pointed, classes } = picture
  const { cell, left, top } = placed
  const outline = (row: number, column: number, rows: number, columns: number, width: number): void => {
    context.lineWidth = width
    context.strokeRect(left + column * cell, top + row * cell, columns * cell, rows * cell)
  }
  context.strokeStyle = colours.muted
  for (const { from, size } of blocks)
    // Smaller ones would hide what is in them.
    if (size * cell >= smallestBlock) outline(from, from, size, size, 1)
  context.strokeStyle = colours.warm
  if (found !== undefined) {
    outline(found, 0, 1, classes.length, 1)
    outline(0, found, classes.length, 1, 1)
  }
  if (selected !== undefined) outline(selected.row, selected.column, 1, 1, 2)
  context.strokeStyle = colours.ink
  if (pointed !== undefined) outline(pointed.row, pointed.column, 1, 1, 1.5)
}
