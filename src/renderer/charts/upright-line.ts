import type { ChartArea } from 'chart.js'

/** A line from the top of a plot to its bottom, sharp on the pixels. @returns where it stands */
export function uprightLine(ctx: CanvasRenderingContext2D, area: ChartArea, x: number, above = 0): number {
  const at = Math.round(x) + 0.5
  ctx.beginPath()
  ctx.moveTo(at, area.top - above)
  ctx.lineTo(at, area.bottom)
  ctx.stroke()
  return at
}
