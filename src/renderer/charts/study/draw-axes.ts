import { axis } from '../../../core/maths/axis'
import { chartFont } from '../chart-font'
import type { Sheet } from '../drawing'
import { type PlotBox, PlotScale, type Range } from './plot-box'

export interface AxisText {
  readonly label: string
  readonly format?: ((value: number) => string) | undefined
}

const font = `${chartFont.size}px ${chartFont.family}`
/** At least so far apart are the numbers on an axis, in pixels. */
const gaps = { x: 80, y: 34 } as const

/** The grid, the numbers and the names of two axes. */
export function drawAxes(
  { context, colours }: Sheet,
  box: PlotBox,
  ranges: { readonly x: Range; readonly y: Range },
  texts: { readonly x: AxisText; readonly y: AxisText }
): void {
  const scale = new PlotScale(box, ranges.x, ranges.y)
  context.font = font
  context.lineWidth = 1
  context.strokeStyle = colours.line
  context.fillStyle = colours.faint
  context.textAlign = 'right'
  context.textBaseline = 'middle'
  for (const { value, text } of ticksOf(ranges.y, (box.bottom - box.top) / gaps.y, texts.y)) {
    const y = Math.round(scale.toY(value)) + 0.5
    context.beginPath()
    context.moveTo(box.left, y)
    context.lineTo(box.right, y)
    context.stroke()
    context.fillText(text, box.left - 7, y)
  }
  context.textAlign = 'center'
  context.textBaseline = 'top'
  for (const { value, text } of ticksOf(ranges.x, (box.right - box.left) / gaps.x, texts.x))
    context.fillText(text, scale.toX(value), box.bottom + 6)
  context.textBaseline = 'bottom'
  context.fillText(texts.x.label, (box.left + box.right) / 2, box.bottom + 36)
  context.save()
  context.translate(1, (box.top + box.bottom) / 2)
  context.rotate(-Math.PI / 2)
  context.textBaseline = 'top'
  context.fillText(texts.y.label, 0, 0)
  context.restore()
}

function ticksOf(
  { min, max }: Range,
  wanted: number,
  { format }: AxisText
): { readonly value: number; readonly text: string }[] {
  const { ticks, decimals } = axis(min, max, Math.max(2, Math.floor(wanted)))
  const within = (max - min) * 1e-9
  return ticks
    .filter((value) => value >= min - within && value <= max + within)
    .map((value) => ({ value, text: format?.(value) ?? value.toFixed(decimals).replace('-', '−') }))
}
