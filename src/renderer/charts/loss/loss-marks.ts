import type { ChartArea, Scale } from 'chart.js'
import { themeColours } from '../theme-colours'
import { chartFont as font } from '../chart-font'
import { uprightLine } from '../upright-line'
import type { LossCurve } from './loss-curves'

/** A line where each epoch after the first begins, where there is room for them. */
export function drawEpochs(
  { stepsPerEpoch, totalSteps }: Pick<LossCurve, 'stepsPerEpoch' | 'totalSteps'>,
  ctx: CanvasRenderingContext2D,
  area: ChartArea,
  x: Scale
): void {
  if (stepsPerEpoch === 0) return
  const width = x.getPixelForValue(stepsPerEpoch) - x.getPixelForValue(0)
  if (width < 7) return
  const labelEvery = Math.ceil(58 / width)
  const { faint } = themeColours()
  ctx.save()
  ctx.strokeStyle = faint
  ctx.fillStyle = faint
  ctx.font = `${font.size}px ${font.family}`
  ctx.setLineDash([2, 3])
  for (let epoch = 1; epoch * stepsPerEpoch < totalSteps; epoch++) {
    const at = uprightLine(ctx, area, x.getPixelForValue(epoch * stepsPerEpoch))
    if (epoch % labelEvery === 0) ctx.fillText(`epoch ${epoch + 1}`, at + 5, area.top + 9)
  }
  ctx.restore()
}

/** A line where the learning rate was changed, with the new one at its foot. */
export function drawRateChanges(
  changes: LossCurve['rateChanges'],
  ctx: CanvasRenderingContext2D,
  area: ChartArea,
  x: Scale
): void {
  const { warm } = themeColours()
  ctx.save()
  ctx.strokeStyle = warm
  ctx.fillStyle = warm
  ctx.font = `${font.size}px ${font.family}`
  let free = area.left
  for (const { fromStep, learningRate } of changes) {
    const at = uprightLine(ctx, area, x.getPixelForValue(fromStep))
    const words = `rate ${learningRate}`
    const { width } = ctx.measureText(words)
    const left = at + 4 + width > area.right ? at - 4 - width : at + 4
    if (left < free) continue
    ctx.fillText(words, left, area.bottom - 5)
    free = left + width + 4
  }
  ctx.restore()
}

/** A line where the run was forked from another one; what that one trained is muted. */
export function drawForks(
  forks: LossCurve['forks'],
  ctx: CanvasRenderingContext2D,
  area: ChartArea,
  x: Scale
): void {
  const last = forks.at(-1)
  if (last === undefined) return
  const { card, accent } = themeColours()
  ctx.save()
  ctx.fillStyle = card
  ctx.globalAlpha = 0.65
  const end = x.getPixelForValue(last.step)
  ctx.fillRect(area.left, area.top, Math.max(0, end - area.left), area.bottom - area.top)
  ctx.globalAlpha = 1
  ctx.strokeStyle = accent
  ctx.font = `${font.size}px ${font.family}`
  for (const { number, step } of forks) {
    const at = uprightLine(ctx, area, x.getPixelForValue(step))
    const words = `forked from #${number}`
    const { width } = ctx.measureText(words)
    const left = at + 4 + width > area.right ? at - 4 - width : at + 4
    // The curve may pass behind it.
    ctx.fillStyle = card
    ctx.fillRect(left - 1, area.top + 13, width + 2, 13)
    ctx.fillStyle = accent
    ctx.fillText(words, left, area.top + 23)
  }
  ctx.restore()
}

/** A ring around the validation whose checkpoint is the result. */
export function drawSelected(ctx: CanvasRenderingContext2D, x: number, y: number): void {
  const { warm, card } = themeColours()
  ctx.save()
  ctx.strokeStyle = warm
  ctx.lineWidth = 1.5
  ctx.beginPath()
  ctx.arc(x, y, 8, 0, 2 * Math.PI)
  ctx.stroke()
  ctx.font = `${font.size}px ${font.family}`
  const words = 'result'
  const { width } = ctx.measureText(words)
  ctx.fillStyle = card
  ctx.fillRect(x - width / 2 - 1, y + 10, width + 2, 13)
  ctx.fillStyle = warm
  ctx.fillText(words, x - width / 2, y + 20)
  ctx.restore()
}
