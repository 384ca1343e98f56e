import { cssColour } from '../../../core/maths/colour'
import { chartFont } from '../chart-font'
import { scaleColour, type ScaleColours } from '../colour-scale'
import type { Sheet } from '../drawing'
import { shortened } from '../shortened'
import { scaleColours } from '../theme'
import { axisX, type ParallelBox, parallelBox, placeY } from './parallel-box'
import type { Brush, ParallelPlane, PlaneLine } from './parallel-plane'

const font = `${chartFont.size}px ${chartFont.family}`
/** The lowest result is told from the ground, too. */
const palest = 0.3
const brushWidth = 14

/** Lines from axis to axis, coloured by their results. */
export function drawLines(sheet: Sheet, { axes }: ParallelPlane, lines: readonly PlaneLine[]): void {
  const { context, colours } = sheet
  const box = parallelBox(sheet, axes.length)
  const scale = scaleColours()
  context.lineWidth = 1
  context.lineJoin = 'bevel'
  context.globalAlpha = lines.length > 100 ? 0.6 : 0.9
  for (const line of lines) {
    context.strokeStyle = lineColour(line, scale, colours.edge)
    stroke(context, line, box)
  }
  context.globalAlpha = 1
}

export interface ParallelFront {
  readonly plane: ParallelPlane
  readonly brushes: readonly (Brush | undefined)[]
  readonly picked: PlaneLine | undefined
  readonly near: PlaneLine | undefined
}

/** What is above the lines: the axes, the brushes, and the lines that are looked at. */
export function drawParallelFront(sheet: Sheet, { plane, brushes, picked, near }: ParallelFront): void {
  const { context, colours } = sheet
  const box = parallelBox(sheet, plane.axes.length)
  const scale = scaleColours()
  for (const [line, width] of [
    [near === picked ? undefined : near, 2],
    [picked, 3.5]
  ] as const) {
    if (line === undefined) continue
    context.strokeStyle = colours.card
    context.lineWidth = width + 3
    stroke(context, line, box)
    context.strokeStyle = line === picked ? colours.warm : lineColour(line, scale, colours.edge)
    context.lineWidth = width
    stroke(context, line, box)
  }
  drawAxes(sheet, plane, box)
  context.lineWidth = 1.5
  for (const [axis, brush] of brushes.entries()) {
    if (brush === undefined) continue
    const [top, bottom] = [placeY(box, brush.to), placeY(box, brush.from)]
    const left = axisX(box, axis) - brushWidth / 2
    context.fillStyle = `${colours.warm}40`
    context.fillRect(left, top, brushWidth, bottom - top)
    context.strokeStyle = colours.warm
    context.strokeRect(left, top, brushWidth, bottom - top)
  }
}

function drawAxes({ context, colours }: Sheet, { axes }: ParallelPlane, box: ParallelBox): void {
  context.font = font
  const gap = (box.right - box.left) / Math.max(1, axes.length - 1)
  for (const [i, { label, ticks }] of axes.entries()) {
    const x = Math.round(axisX(box, i)) + 0.5
    context.strokeStyle = colours.muted
    context.lineWidth = 1
    context.beginPath()
    context.moveTo(x, box.top)
    context.lineTo(x, box.bottom)
    context.stroke()
    context.fillStyle = colours.ink
    context.textBaseline = 'bottom'
    const isFirst = i === 0
    const isLast = i === axes.length - 1
    context.textAlign = isFirst ? 'left' : isLast ? 'right' : 'center'
    const edge = isFirst ? 2 - box.left : isLast ? 62 : 0
    // Names in the middle reach half way to their neighbours.
    const room = isFirst || isLast ? gap / 2 + Math.abs(edge) - 4 : gap - 8
    context.fillText(shortened(context, label, room), x + edge, box.top - 12)
    context.textAlign = 'left'
    context.textBaseline = 'middle'
    for (const { at, text } of ticks) {
      const y = placeY(box, at)
      context.beginPath()
      context.moveTo(x - 3, y)
      context.lineTo(x + 3, y)
      context.stroke()
      const told = shortened(context, text, isLast ? 52 : gap - 20)
      context.lineWidth = 3
      context.strokeStyle = colours.card
      context.strokeText(told, x + 9, y)
      context.fillStyle = colours.muted
      context.fillText(told, x + 9, y)
      context.lineWidth = 1
      context.strokeStyle = colours.muted
    }
  }
}

function lineColour({ rank }: PlaneLine, scale: ScaleColours, without: string): string {
  if (rank === undefined) return without
  return cssColour(scaleColour(scale, palest + (1 - palest) * rank))
}

function stroke(context: CanvasRenderingContext2D, { places }: PlaneLine, box: ParallelBox): void {
  context.beginPath()
  for (let axis = 0; axis < places.length; axis++) {
    const place = places[axis] ?? NaN
    // Where it has no value yet, it ends.
    if (!Number.isNaN(place)) context.lineTo(axisX(box, axis), placeY(box, place))
  }
  context.stroke()
}
