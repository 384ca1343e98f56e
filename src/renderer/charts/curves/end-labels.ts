import type { LineLook } from '../../../core/maths/line-look'
import { chartFont as font } from '../chart-font'
import type { LinesOnCanvas } from '../line-chart'
import { shortened } from '../shortened'
import type { CurveLine } from './curves-picture'
import { spreadLabels } from './spread-labels'

/** Room for them at the right of the plot, in pixels. */
export const endLabelWidth = 128
const labelFont = `500 11.5px ${font.family}`
const labelGap = 14
/** The piece of the line before its name: long enough for its dashes to be seen. */
const pieceWidth = 18
const pieceFrom = 8
const nameFrom = pieceFrom + pieceWidth + 6

/** The name of each line at its end, after a piece of the line itself: lines of one colour differ in their dashes. */
export function writeEndLabels(
  { ctx, chartArea, scales }: LinesOnCanvas,
  lines: readonly CurveLine[],
  lookOf: (line: CurveLine) => LineLook & { readonly width: number }
): void {
  const { y } = scales
  if (y === undefined) return
  const named = lines.flatMap((line) => {
    const end = line.points.at(-1)
    return line.look === 'faint' || end === undefined ? [] : [{ line, at: y.getPixelForValue(end.y) }]
  })
  const places = spreadLabels(
    named.map(({ at }) => at),
    labelGap,
    chartArea.top + 4,
    chartArea.bottom - 4
  )
  ctx.font = labelFont
  ctx.textBaseline = 'middle'
  for (const [i, { line }] of named.entries()) {
    const { colour, dash, width } = lookOf(line)
    const place = places[i] ?? 0
    ctx.strokeStyle = colour
    ctx.lineWidth = width
    ctx.setLineDash([...dash])
    ctx.beginPath()
    ctx.moveTo(chartArea.right + pieceFrom, place)
    ctx.lineTo(chartArea.right + pieceFrom + pieceWidth, place)
    ctx.stroke()
    ctx.fillStyle = colour
    ctx.fillText(shortened(ctx, line.name, endLabelWidth - nameFrom - 2), chartArea.right + nameFrom, place)
  }
}
