import type { ChartDataset } from 'chart.js'
import { formatLoss } from '../../../core/format/format-loss'
import { formatCount } from '../../../core/format/format-number'
import { chartFont as font } from '../chart-font'
import type { LineDrawing } from '../line-chart'
import type { ThemeColours } from '../theme-colours'
import { drawEndValue } from './end-value'
import { drawBand } from './loss-band'
import { type LossCurve, lossCurves } from './loss-curves'
import { drawEpochs, drawForks, drawRateChanges, drawSelected } from './loss-marks'

const axisWidth = 44
/** Lines of a log that still have room for dots of a good size. */
const manyLines = 100
/** Where among the lines the smoothed one is. */
const smoothedLine = 1

const toXY = ({
  step,
  loss
}: {
  readonly step: number
  readonly loss: number
}): { x: number; y: number } => ({ x: step, y: loss })

/** The loss of a run while it trains: every point faintly, smoothed, as the log has it, and on validation images. */
export function drawLoss(curve: LossCurve, colours: ThemeColours): LineDrawing {
  const { raw, averages, log, band, validations, lesson, range } = lossCurves(curve)
  const { accent, warm, ink, card, line, faint } = colours
  const dots: Partial<ChartDataset<'line'>> = { showLine: false, pointHitRadius: 4 }
  return {
    lines: [
      {
        label: 'raw',
        data: raw.map(toXY),
        borderColor: `${accent}33`,
        borderWidth: 1,
        pointRadius: 0,
        order: 4
      },
      {
        label: 'smoothed',
        data: averages.map(toXY),
        borderColor: accent,
        borderWidth: 1.6,
        pointRadius: 0,
        order: 2
      },
      {
        ...dots,
        label: 'log',
        data: log.map(toXY),
        pointRadius: log.length > manyLines ? 1.4 : 3.4,
        pointBorderWidth: 1,
        pointBorderColor: card,
        pointBackgroundColor: ink,
        order: 1
      },
      {
        ...dots,
        label: 'lesson',
        data: lesson.map(toXY),
        pointRadius: 3,
        pointBorderWidth: 1.6,
        pointBorderColor: warm,
        pointBackgroundColor: card,
        order: 3
      },
      {
        ...dots,
        label: 'validation',
        data: validations.map(toXY),
        pointStyle: 'rectRot',
        pointRadius: 4.5,
        pointBorderWidth: 1.5,
        pointBorderColor: card,
        pointBackgroundColor: warm,
        order: 0
      }
    ],
    padding: { top: 6, right: 62 },
    scales: {
      x: {
        type: 'linear',
        min: 0,
        max: Math.max(1, curve.totalSteps),
        grid: { display: false },
        border: { display: false },
        ticks: {
          font,
          color: faint,
          maxRotation: 0,
          maxTicksLimit: 8,
          callback: (value) => shortCount(Number(value))
        }
      },
      y: {
        type: 'linear',
        min: range.min,
        max: range.max,
        grid: { color: line },
        border: { display: false },
        ticks: {
          font,
          color: faint,
          stepSize: range.step,
          callback: (value) => lossLabel(Number(value), range.step)
        },
        // A fixed width: the curve must not move when a label gets longer.
        afterFit: (scale) => {
          scale.width = axisWidth
        }
      }
    },
    tooltip: {
      filter: (item) => item.datasetIndex > 0,
      callbacks: {
        title: (items) => `step ${formatCount(items[0]?.parsed.x ?? 0)}`,
        label: (item) => `${item.dataset.label ?? ''} ${formatLoss(item.parsed.y ?? 0, 3)}`
      }
    },
    below: ({ ctx, chartArea, scales: { x, y } }) => {
      if (x === undefined || y === undefined) return
      drawBand(band, ctx, chartArea, x, y)
      drawEpochs(curve, ctx, chartArea, x)
      drawRateChanges(curve.rateChanges, ctx, chartArea, x)
    },
    above: (chart) => {
      const { x, y } = chart.scales
      const { selected } = curve
      if (x !== undefined) drawForks(curve.forks, chart.ctx, chart.chartArea, x)
      if (x !== undefined && y !== undefined && selected !== undefined)
        drawSelected(chart.ctx, x.getPixelForValue(selected.step), y.getPixelForValue(selected.loss))
      const end = chart.getDatasetMeta(smoothedLine).data.at(-1)
      const value = averages.at(-1)?.loss
      if (end === undefined || value === undefined) return
      const { top, bottom } = chart.chartArea
      drawEndValue(chart.ctx, end, value, { left: axisWidth, right: chart.width, top, bottom }, colours)
    }
  }
}

function lossLabel(loss: number, gridStep: number): string {
  if (loss === 0) return '0'
  // Room for six characters: `3e28`.
  if (gridStep >= 10_000) return loss.toExponential(0).replace('e+', 'e')
  return loss.toFixed(gridStep < 0.1 ? 2 : gridStep < 1 ? 1 : 0)
}

function shortCount(value: number): string {
  return value >= 1000 ? `${Number((value / 1000).toFixed(1))}k` : String(value)
}
