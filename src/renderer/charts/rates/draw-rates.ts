import { formatLoss } from '../../../core/format/format-loss'
import { formatRate } from '../../../core/format/format-rate'
import { thinCurve } from '../../../core/maths/thin-curve'
import type { RateSearchResult } from '../../../lab/contract/rate-search'
import { chartFont as font } from '../chart-font'
import type { LineDrawing, LinesOnCanvas } from '../line-chart'
import type { ThemeColours } from '../theme-colours'
import { uprightLine } from '../upright-line'
import { rateRange } from './rate-range'

const axisWidth = 44
/** More would not be told apart. */
const drawnPoints = 1200
const markFont = `600 12px ${font.family}`
const decades = [1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1, 10]

/** The losses of a search over the learning rates. */
export function drawRates({ points, named }: RateSearchResult, colours: ThemeColours): LineDrawing {
  const { accent, faint, line } = colours
  const curve = (loss: (point: (typeof points)[number]) => number): { x: number; y: number }[] =>
    thinCurve(
      points.map((point, step) => ({ step, loss: loss(point), rate: point.rate })),
      drawnPoints
    ).map(({ rate, loss }) => ({ x: rate, y: loss }))
  return {
    lines: [
      {
        label: 'loss of each batch',
        data: curve(({ loss }) => loss),
        borderColor: `${accent}22`,
        borderWidth: 1,
        pointRadius: 0,
        order: 1
      },
      {
        label: 'smoothed',
        data: curve(({ smoothed }) => smoothed),
        borderColor: accent,
        borderWidth: 2,
        pointRadius: 0,
        order: 0
      }
    ],
    padding: { top: 20, right: 24 },
    scales: {
      x: {
        type: 'logarithmic',
        min: 1e-6,
        max: 10,
        grid: { display: false },
        border: { display: false },
        title: { display: true, text: 'learning rate', font, color: faint },
        ticks: { font, color: faint, maxRotation: 0, callback: (value) => formatRate(Number(value)) },
        afterBuildTicks: (scale) => {
          scale.ticks = decades.map((value) => ({ value }))
        }
      },
      y: {
        type: 'linear',
        ...rateRange(points),
        grid: { color: line },
        border: { display: false },
        ticks: { font, color: faint, maxTicksLimit: 8, callback: (value) => Number(value).toFixed(2) },
        afterFit: (scale) => {
          scale.width = axisWidth
        }
      }
    },
    tooltip: {
      filter: (item) => item.datasetIndex === 1,
      callbacks: {
        title: (items) => `rate ${formatRate(items[0]?.parsed.x ?? 0)}`,
        label: (item) => `smoothed loss ${formatLoss(item.parsed.y ?? 0, 3)}`
      }
    },
    above: (chart) => markRates(chart, named, colours)
  }
}

/** The named rate, and the one above which the loss rises. */
function markRates(
  { ctx, chartArea, scales }: LinesOnCanvas,
  named: RateSearchResult['named'],
  { accent, warm }: ThemeColours
): void {
  const { x } = scales
  if (x === undefined || named.kind === 'none') return
  const mark = (
    rate: number,
    colour: string,
    dashes: number[],
    text: string,
    side: CanvasTextAlign
  ): void => {
    ctx.strokeStyle = colour
    ctx.fillStyle = colour
    ctx.setLineDash(dashes)
    const at = uprightLine(ctx, chartArea, x.getPixelForValue(rate), 16)
    ctx.textAlign = side
    ctx.fillText(text, side === 'right' ? at - 5 : at + 5, chartArea.top - 7)
  }
  ctx.lineWidth = 1.5
  ctx.font = markFont
  mark(named.rate, accent, [], formatRate(named.rate), 'right')
  if (named.limit !== undefined)
    mark(named.limit, warm, [3, 3], `rises above ${formatRate(named.limit)}`, 'left')
}
