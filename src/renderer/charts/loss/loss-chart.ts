import {
  Chart,
  type ChartDataset,
  LinearScale,
  LineController,
  LineElement,
  type Plugin,
  PointElement,
  Tooltip
} from 'chart.js'
import { formatLoss } from '../../../core/format/format-loss'
import { formatCount } from '../../../core/format/format-number'
import { chartFont as font } from '../chart-font'
import { labelPlace } from './label-place'
import { type LossCurve, lossCurves } from './loss-curves'
import { drawForks, drawRateChanges, drawSelected } from './loss-marks'
import { themeColours } from '../theme-colours'

Chart.register(LinearScale, LineController, LineElement, PointElement, Tooltip)

/** A redraw takes some milliseconds of a core that the training wants too. */
const redrawMs = 40
const axisWidth = 44
const valueFont = `600 12px ${font.family}`
const smallFont = '10px IBM Plex Sans'
/** Under the value at the end of the curve, which is not the running loss of the log. */
const endNote = 'smoothed'
/** Lines of a log that still have room for dots of a good size. */
const manyLines = 100
const toXY = ({
  step,
  loss
}: {
  readonly step: number
  readonly loss: number
}): { x: number; y: number } => ({ x: step, y: loss })

/** The curve of the running loss on a canvas; chart.js stays behind this class. */
export class LossChart {
  readonly #chart: Chart<'line', { x: number; y: number }[]>
  readonly #themeObserver: MutationObserver
  #curve: LossCurve
  #timer: ReturnType<typeof setTimeout> | undefined
  #drawnAt = 0
  #destroyed = false
  #gridStep = 0.2
  /** The value at the end of the curve. */
  #lastAverage: number | undefined

  constructor(canvas: HTMLCanvasElement, curve: LossCurve) {
    this.#curve = curve
    this.#chart = new Chart(canvas, {
      type: 'line',
      data: { datasets: [] },
      options: {
        animation: false,
        responsive: true,
        maintainAspectRatio: false,
        parsing: false,
        normalized: true,
        layout: { padding: { top: 6, right: 62 } },
        interaction: { mode: 'nearest', axis: 'x', intersect: false },
        scales: {
          x: {
            type: 'linear',
            min: 0,
            grid: { display: false },
            border: { display: false },
            ticks: { font, maxRotation: 0, maxTicksLimit: 8, callback: (value) => shortCount(Number(value)) }
          },
          y: {
            type: 'linear',
            border: { display: false },
            ticks: { font, callback: (value) => this.#lossLabel(Number(value)) },
            // A fixed width: the curve must not move when a label gets longer.
            afterFit: (scale) => {
              scale.width = axisWidth
            }
          }
        },
        plugins: {
          tooltip: {
            displayColors: false,
            titleFont: { ...font, size: 11 },
            bodyFont: { ...font, size: 11 },
            filter: (item) => item.datasetIndex > 0,
            callbacks: {
              title: (items) => `step ${formatCount(items[0]?.parsed.x ?? 0)}`,
              label: (item) => `${item.dataset.label ?? ''} ${formatLoss(item.parsed.y ?? 0, 3)}`
            }
          }
        }
      },
      plugins: [this.#annotations()]
    })
    this.#themeObserver = new MutationObserver(() => this.#draw())
    this.#themeObserver.observe(document.documentElement, { attributeFilter: ['data-theme'] })
    this.#draw()
    // Text on a canvas is not drawn again by itself when its font arrives.
    void document.fonts.ready.then(() => this.#draw())
  }

  /** Draws the curve, at once or a moment after the last drawing. */
  show(curve: LossCurve): void {
    this.#curve = curve
    if (this.#timer !== undefined) return
    const wait = Math.max(0, this.#drawnAt + redrawMs - performance.now())
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      this.#draw()
    }, wait)
  }

  destroy(): void {
    this.#destroyed = true
    clearTimeout(this.#timer)
    this.#themeObserver.disconnect()
    this.#chart.destroy()
  }

  #draw(): void {
    if (this.#destroyed) return
    const { raw, averages, log, validations, lesson, range } = lossCurves(this.#curve)
    const { accent, warm, ink, card, line, faint, muted } = themeColours()
    this.#lastAverage = averages.at(-1)?.loss
    const dots: Partial<ChartDataset<'line'>> = { showLine: false, pointHitRadius: 4 }
    this.#chart.data.datasets = [
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
    ]
    this.#gridStep = range.step
    const { scales, plugins } = this.#chart.options
    Object.assign(scales?.['x'] ?? {}, { max: Math.max(1, this.#curve.totalSteps) })
    Object.assign(scales?.['x']?.ticks ?? {}, { color: faint })
    Object.assign(scales?.['y'] ?? {}, { min: range.min, max: range.max })
    Object.assign(scales?.['y']?.ticks ?? {}, { color: faint, stepSize: range.step })
    Object.assign(scales?.['y']?.grid ?? {}, { color: line })
    Object.assign(plugins?.tooltip ?? {}, {
      backgroundColor: card,
      borderColor: line,
      borderWidth: 1,
      titleColor: muted,
      bodyColor: ink
    })
    this.#chart.update('none')
    this.#drawnAt = performance.now()
  }

  #lossLabel(loss: number): string {
    if (loss === 0) return '0'
    // Room for six characters: `3e28`.
    if (this.#gridStep >= 10_000) return loss.toExponential(0).replace('e+', 'e')
    return loss.toFixed(this.#gridStep < 0.1 ? 2 : this.#gridStep < 1 ? 1 : 0)
  }

  /** Where epochs begin, and the value at the end of the curve. */
  #annotations(): Plugin<'line'> {
    return {
      id: 'annotations',
      beforeDatasetsDraw: ({ ctx, chartArea, scales }) => {
        const { x } = scales
        const { stepsPerEpoch, totalSteps } = this.#curve
        if (x === undefined || stepsPerEpoch === 0) return
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
          const at = Math.round(x.getPixelForValue(epoch * stepsPerEpoch)) + 0.5
          ctx.beginPath()
          ctx.moveTo(at, chartArea.top)
          ctx.lineTo(at, chartArea.bottom)
          ctx.stroke()
          if (epoch % labelEvery === 0) ctx.fillText(`epoch ${epoch + 1}`, at + 5, chartArea.top + 9)
        }
        ctx.restore()
        drawRateChanges(this.#curve.rateChanges, ctx, chartArea, x)
      },
      afterDatasetsDraw: (chart) => {
        const { x, y } = chart.scales
        if (x !== undefined) drawForks(this.#curve.forks, chart.ctx, chart.chartArea, x)
        const { selected } = this.#curve
        if (x !== undefined && y !== undefined && selected !== undefined) {
          drawSelected(chart.ctx, x.getPixelForValue(selected.step), y.getPixelForValue(selected.loss))
        }
        const last = chart.getDatasetMeta(1).data.at(-1)
        const value = this.#lastAverage
        if (last === undefined || value === undefined) return
        const { accent, ink, card, muted } = themeColours()
        const { ctx } = chart
        ctx.save()
        ctx.beginPath()
        ctx.arc(last.x, last.y, 3, 0, 2 * Math.PI)
        ctx.fillStyle = accent
        ctx.fill()
        ctx.font = valueFont
        const text = formatLoss(value, 2)
        const valueWidth = ctx.measureText(text).width
        ctx.font = smallFont
        const size = { width: Math.max(valueWidth, ctx.measureText(endNote).width) + 4, height: 27 }
        const { top, bottom } = chart.chartArea
        const place = labelPlace(last, size, { left: axisWidth, right: chart.width, top, bottom })
        ctx.fillStyle = card
        ctx.fillRect(place.left, place.top, size.width, size.height)
        ctx.fillStyle = muted
        ctx.fillText(endNote, place.left + 2, place.top + 23)
        ctx.font = valueFont
        ctx.fillStyle = ink
        ctx.fillText(text, place.left + 2, place.top + 12)
        ctx.restore()
      }
    }
  }
}

function shortCount(value: number): string {
  return value >= 1000 ? `${Number((value / 1000).toFixed(1))}k` : String(value)
}
