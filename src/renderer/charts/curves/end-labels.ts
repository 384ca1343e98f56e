import { chartFont as font } from '../chart-font'
import type { LinesOnCanvas } from '../line-chart'
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

/** With an ellipsis where it is too wide. */
function shortened(context: CanvasRenderingContext2D, text: string, width: number): string {
  if (context.measureText(text).width <= width) return text
  let length = text.length - 1
  while (length > 1 && context.measureText(`${text.slice(0, length)}…`).width > width) length -= 1
  return `${text.slice(0, length)}…`
}
