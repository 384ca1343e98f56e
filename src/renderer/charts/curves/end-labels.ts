import { chartFont as font } from '../chart-font'
import type { LinesOnCanvas } from '../line-chart'
import { shortened } from '../shortened'
import type { CurveLine } from './curves-picture'
import { spreadLabels } from './spread-labels'

/** Room for them at the right of the plot, in pixels. */
export const endLabelWidth = 104
const labelFont = `500 11.5px ${font.family}`
const labelGap = 14

/** The name of each line at its end. */
export function writeEndLabels(
  { ctx, chartArea, scales }: LinesOnCanvas,
  lines: readonly CurveLine[],
  colourOf: (line: CurveLine) => string
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
    ctx.fillStyle = colourOf(line)
    ctx.fillText(shortened(ctx, line.name, endLabelWidth - 12), chartArea.right + 8, places[i] ?? 0)
  }
}
