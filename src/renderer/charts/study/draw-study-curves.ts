import { lineLook } from '../../../core/maths/line-look'
import type { Sheet } from '../drawing'
import { isDark } from '../theme'
import type { CurvePlane, PlaneCurve } from './curve-plane'
import { type AxisText, drawAxes } from './draw-axes'
import { type PlotBox, plotBox, PlotScale } from './plot-box'

export interface AxisTexts {
  readonly x: AxisText
  readonly y: AxisText
}

type Drawn = Pick<PlaneCurve, 'group' | 'xs' | 'ys'>

/** Everything that stays while somebody looks at one curve after the other: the axes, all curves, and their means. */
export function drawAllCurves(sheet: Sheet, plane: CurvePlane, texts: AxisTexts): void {
  const { context, colours } = sheet
  const box = plotBox(sheet)
  drawAxes(sheet, box, plane, texts)
  const scale = new PlotScale(box, plane.x, plane.y)
  inside(context, box, () => {
    // The more there are, the fainter: where many lie on one another it is dark all the same.
    context.globalAlpha = Math.min(
      plane.coloured ? 0.4 : 0.7,
      Math.max(0.1, 3 / Math.sqrt(plane.curves.length))
    )
    context.lineWidth = 1
    // Round joins of some hundred thousand points take longer than the lines between them.
    context.lineJoin = 'bevel'
    for (const curve of plane.curves) {
      context.strokeStyle = plane.coloured ? lookOf(curve.group).colour : colours.muted
      stroke(context, curve, scale)
    }
    context.globalAlpha = 1
    context.lineJoin = 'round'
    for (const mean of plane.means) {
      const { colour, dash } = lookOf(mean.group)
      underlay(context, mean, scale, colours.card, 5)
      context.strokeStyle = colour
      context.lineWidth = 2.5
      context.setLineDash([...dash])
      stroke(context, mean, scale)
      context.setLineDash([])
    }
  })
}

/** The curves above all: the one that is picked, and the point under the pointer. */
export function drawChosenCurves(
  sheet: Sheet,
  plane: CurvePlane,
  picked: PlaneCurve | undefined,
  near: { readonly curve: PlaneCurve; readonly x: number; readonly y: number } | undefined
): void {
  const { context, colours } = sheet
  const box = plotBox(sheet)
  const scale = new PlotScale(box, plane.x, plane.y)
  const colourOf = ({ group }: PlaneCurve): string => (plane.coloured ? lookOf(group).colour : colours.accent)
  inside(context, box, () => {
    if (near !== undefined && near.curve !== picked) bold(sheet, near.curve, scale, colourOf(near.curve), 2)
    if (picked !== undefined) bold(sheet, picked, scale, colourOf(picked), 3)
  })
  if (near !== undefined) dot(sheet, scale.toX(near.x), scale.toY(near.y), colourOf(near.curve))
}

const lookOf = (group: number) => lineLook(group, isDark())

function bold(
  { context, colours }: Sheet,
  curve: Drawn,
  scale: PlotScale,
  colour: string,
  width: number
): void {
  underlay(context, curve, scale, colours.card, width + 3)
  context.strokeStyle = colour
  context.lineWidth = width
  stroke(context, curve, scale)
  if (curve.xs.length === 1)
    dot({ context, colours }, scale.toX(curve.xs[0] ?? NaN), scale.toY(curve.ys[0] ?? NaN), colour)
}

function underlay(
  context: CanvasRenderingContext2D,
  curve: Drawn,
  scale: PlotScale,
  card: string,
  width: number
): void {
  context.strokeStyle = card
  context.lineWidth = width
  context.globalAlpha = 0.8
  stroke(context, curve, scale)
  context.globalAlpha = 1
}

/** A point alone is a short line. */
function stroke(context: CanvasRenderingContext2D, { xs, ys }: Drawn, scale: PlotScale): void {
  context.beginPath()
  for (let i = 0; i < xs.length; i++) {
    const [x, y] = [scale.toX(xs[i] ?? NaN), scale.toY(ys[i] ?? NaN)]
    // What is not a number is passed over by the canvas.
    context.lineTo(x, y)
    if (xs.length === 1) context.lineTo(x + 3, y)
  }
  context.stroke()
}

function dot(
  { context, colours }: Pick<Sheet, 'context' | 'colours'>,
  x: number,
  y: number,
  colour: string
): void {
  context.beginPath()
  context.arc(x, y, 4, 0, 2 * Math.PI)
  context.fillStyle = colour
  context.fill()
  context.strokeStyle = colours.card
  context.lineWidth = 1.5
  context.stroke()
}

function inside(context: CanvasRenderingContext2D, box: PlotBox, draw: () => void): void {
  context.save()
  context.beginPath()
  context.rect(box.left, box.top, box.right - box.left, box.bottom - box.top)
  context.clip()
  context.lineJoin = 'round'
  draw()
  context.restore()
}
