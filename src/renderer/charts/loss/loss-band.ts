import type { ChartArea, Scale } from 'chart.js'
import type { BandPart } from '../../../core/maths/curve-band'
import { themeColours } from '../theme-colours'

/** The stretch of losses that the lines of a long log lie in, as an area. */
export function drawBand(
  band: readonly BandPart[],
  ctx: CanvasRenderingContext2D,
  area: ChartArea,
  x: Scale,
  y: Scale
): void {
  ctx.save()
  ctx.beginPath()
  ctx.rect(area.left, area.top, area.right - area.left, area.bottom - area.top)
  ctx.clip()
  ctx.beginPath()
  for (const { step, low } of band) ctx.lineTo(x.getPixelForValue(step), y.getPixelForValue(low))
  for (const { step, high } of [...band].reverse())
    ctx.lineTo(x.getPixelForValue(step), y.getPixelForValue(high))
  ctx.fillStyle = `${themeColours().ink}1c`
  ctx.fill()
  ctx.restore()
}
