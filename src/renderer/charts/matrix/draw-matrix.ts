import { cssColour, type Rgb, textOn } from '../../../core/maths/colour'
import { chartFont } from '../chart-font'
import { scaleColour, type ScaleColours } from '../colour-scale'
import type { Sheet } from '../drawing'
import { shortened } from '../shortened'
import { labelPlaces } from './label-places'
import { type MatrixView, type Place, placeView, type PlacedView } from './matrix-view'

/** A cell that is not empty. */
export interface MatrixMark {
  readonly trueClass: number
  readonly predictedClass: number
  /** How strong its colour is, in [−1, 1]; below 0 it is of the other colour. */
  readonly share: number
  /** What stands in it where there is room. */
  readonly text: string
}

export interface MatrixPicture {
  readonly classes: readonly string[]
  /** The class in each row and column. */
  readonly order: readonly number[]
  /** The row and column of each class. */
  readonly places: readonly number[]
  readonly marks: readonly MatrixMark[]
  /** Blocks to outline: first row, and size. */
  readonly blocks: readonly { readonly from: number; readonly size: number }[]
  readonly view: MatrixView
  /** Left of the cells and above them, for the labels, in CSS pixels. */
  readonly gutter: number
  readonly pointed: Place | undefined
  readonly selected: Place | undefined
  /** The row and column of a class that was looked for. */
  readonly found: number | undefined
  readonly colours: ScaleColours & { readonly ink: Rgb; readonly paper: Rgb }
}

const nameFont = '11px "IBM Plex Sans", system-ui, sans-serif'
/** From here on there is a gap between cells. */
const gapFrom = 8
/** And from here on figures may fit into them. */
const figureRoom = 20

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
  drawCells(sheet, picture, placed)
  drawLines(sheet, picture, placed)
  context.restore()
}

function drawCells(sheet: Sheet, picture: MatrixPicture, placed: PlacedView): void {
  const { context, width, height, scale } = sheet
  const { marks, places, colours, classes } = picture
  const { cell, left, top } = placed
  const gap = cell >= gapFrom ? 1 : 0
  /** Edges lie between the pixels of the screen. */
  const edge = (at: number): number => Math.round(at * scale) / scale
  const whole = cell * classes.length
  context.fillStyle = cssColour(colours.ground)
  context.fillRect(left, top, whole, whole)
  context.font = `${chartFont.size}px "${chartFont.family}", monospace`
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  for (const { trueClass, predictedClass, share, text } of marks) {
    const x = left + (places[predictedClass] ?? NaN) * cell
    const y = top + (places[trueClass] ?? NaN) * cell
    if (x + cell < 0 || y + cell < 0 || x > width || y > height) continue
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
    if (cell < figureRoom || context.measureText(text).width > cell - 5) continue
    context.fillStyle = cssColour(textOn(ground, colours.ink, colours.paper))
    context.fillText(text, x + (cell - gap) / 2, y + (cell - gap) / 2 + 0.5)
  }
}

function drawLines({ context, colours }: Sheet, picture: MatrixPicture, placed: PlacedView): void {
  const { blocks, found, selected, pointed, classes } = picture
  const { cell, left, top } = placed
  const whole = cell * classes.length
  const outline = (row: number, column: number, rows: number, columns: number, width: number): void => {
    context.lineWidth = width
    context.strokeRect(left + column * cell, top + row * cell, columns * cell, rows * cell)
  }
  context.strokeStyle = colours.muted
  for (const { from, size } of blocks) outline(from, from, size, size, 1)
  context.strokeStyle = colours.warm
  if (found !== undefined) {
    context.globalAlpha = 0.12
    context.fillStyle = colours.warm
    context.fillRect(left, top + found * cell, whole, cell)
    context.fillRect(left + found * cell, top, cell, whole)
    context.globalAlpha = 1
    outline(found, 0, 1, classes.length, 1)
    outline(0, found, classes.length, 1, 1)
  }
  if (selected !== undefined) outline(selected.row, selected.column, 1, 1, 2)
  context.strokeStyle = colours.ink
  if (pointed !== undefined) outline(pointed.row, pointed.column, 1, 1, 1.5)
}

function drawLabels(
  { context, width, height, colours }: Sheet,
  picture: MatrixPicture,
  placed: PlacedView
): void {
  const { classes, order, gutter, pointed, selected, found } = picture
  const nameOf = (place: number): string => shortened(context, classes[order[place] ?? -1] ?? '', gutter - 8)
  const shown = pointed ?? selected
  const strong = (own: number | undefined): readonly number[] =>
    [own, found].filter((place) => place !== undefined)
  const style = (isStrong: boolean, place: number): void => {
    context.font = isStrong ? `600 ${nameFont}` : nameFont
    context.fillStyle = place === found ? colours.warm : isStrong ? colours.ink : colours.muted
  }
  context.textBaseline = 'middle'
  context.textAlign = 'right'
  const { cell, left, top } = placed
  for (const label of labelPlaces(cell, top, height - gutter, classes.length, strong(shown?.row))) {
    style(label.strong, label.place)
    context.fillText(nameOf(label.place), gutter - 6, gutter + label.middle)
  }
  context.textAlign = 'left'
  for (const label of labelPlaces(cell, left, width - gutter, classes.length, strong(shown?.column))) {
    style(label.strong, label.place)
    context.save()
    context.translate(gutter + label.middle, gutter - 6)
    context.rotate(-Math.PI / 2)
    context.fillText(nameOf(label.place), 0, 0)
    context.restore()
  }
}
