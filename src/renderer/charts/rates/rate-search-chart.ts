import {
  Chart,
  LinearScale,
  LineController,
  LineElement,
  LogarithmicScale,
  type Plugin,
  PointElement,
  Tooltip
} from 'chart.js'
import { formatLoss } from '../../../core/format/format-loss'
import { formatRate } from '../../../core/format/format-rate'
import { thinCurve } from '../../../core/maths/thin-curve'
import type { RateSearchResult } from '../../../lab/contract/rate-search'
import { chartFont as font } from '../chart-font'
import { themeColours } from '../theme-colours'
import { rateRange } from './rate-range'

Chart.register(LinearScale, LogarithmicScale, LineController, LineElement, PointElement, Tooltip)

const axisWidth = 44
/** More would not be told apart. */
const drawnPoints = 1200
const markFont = `600 12px ${font.family}`
const decades = [1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1, 10]

/** The losses of a search over the learning rates; chart.js stays behind this class. */
export class RateSearchChart {
  readonly #chart: Chart<'line', { x: number; y: number }[]>
  readonly #themeObserver: MutationObserver
  #result: RateSearchResult
  #destroyed = false

  constructor(canvas: HTMLCanvasElement, result: RateSearchResult) {
    this.#result = result
    this.#chart = new Chart(canvas, {
      type: 'line',
      data: { datasets: [] },
      options: {
        animation: false,
        responsive: true,
        maintainAspectRatio: false,
        parsing: false,
        normalized: true,
        layout: { padding: { top: 20, right: 24 } },
        interaction: { mode: 'nearest', axis: 'x', intersect: false },
        scales: {
          x: {
            type: 'logarithmic',
            min: 1e-6,
            max: 10,
            grid: { display: false },
            border: { display: false },
            title: { display: true, text: 'learning rate', font },
            ticks: { font, maxRotation: 0, callback: (value) => formatRate(Number(value)) },
            afterBuildTicks: (scale) => {
              scale.ticks = decades.map((value) => ({ value }))
            }
          },
          y: {
            type: 'linear',
            border: { display: false },
            ticks: { font, maxTicksLimit: 8, callback: (value) => Number(value).toFixed(2) },
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
            filter: (item) => item.datasetIndex === 1,
            callbacks: {
              title: (items) => `rate ${formatRate(items[0]?.parsed.x ?? 0)}`,
              label: (item) => `smoothed loss ${formatLoss(item.parsed.y ?? 0, 3)}`
            }
          }
        }
      },
      plugins: [this.#marks()]
    })
    this.#themeObserver = new MutationObserver(() => this.#draw())
    this.#themeObserver.observe(document.documentElement, { attributeFilter: ['data-theme'] })
    this.#draw()
    // Text on a canvas is not drawn again by itself when its font arrives.
    void document.fonts.ready.then(() => this.#draw())
  }

  show(result: RateSearchResult): void {
    this.#result = result
    this.#draw()
  }

  destroy(): void {
    this.#destroyed = true
    this.#themeObserver.disconnect()
    this.#chart.destroy()
  }

  #draw(): void {
    if (this.#destroyed) return
    const { points } = this.#result
    const { accent, ink, card, line, faint, muted } = themeColours()
    const curve = (loss: (point: (typeof points)[number]) => number): { x: number; y: number }[] =>
      thinCurve(
        points.map((point, step) => ({ step, loss: loss(point), rate: point.rate })),
        drawnPoints
      ).map(({ rate, loss }) => ({ x: rate, y: loss }))
    this.#chart.data.datasets = [
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
    ]
    const { scales, plugins } = this.#chart.options
    Object.assign(scales?.['x']?.ticks ?? {}, { color: faint })
    Object.assign(scales?.['x'] ?? {}, {
      title: { display: true, text: 'learning rate', font, color: faint }
    })
    Object.assign(scales?.['y'] ?? {}, rateRange(points))
    Object.assign(scales?.['y']?.ticks ?? {}, { color: faint })
    Object.assign(scales?.['y']?.grid ?? {}, { color: line })
    Object.assign(plugins?.tooltip ?? {}, {
      backgroundColor: card,
      borderColor: line,
      borderWidth: 1,
      titleColor: muted,
      bodyColor: ink
    })
    this.#chart.update('none')
  }

  /** The named rate, and the one above which the loss rises. */
  #marks(): Plugin<'line'> {
    return {
      id: 'marks',
      afterDatasetsDraw: ({ ctx, chartArea, scales }) => {
        const { x } = scales
        const { named } = this.#result
        if (x === undefined || named.kind === 'none') return
        const { accent, warm } = themeColours()
        const mark = (
          rate: number,
          colour: string,
          dashes: number[],
          text: string,
          side: CanvasTextAlign
        ) => {
          const at = Math.round(x.getPixelForValue(rate)) + 0.5
          ctx.strokeStyle = colour
          ctx.fillStyle = colour
          ctx.setLineDash(dashes)
          ctx.beginPath()
          ctx.moveTo(at, chartArea.top - 16)
          ctx.lineTo(at, chartArea.bottom)
          ctx.stroke()
          ctx.textAlign = side
          ctx.fillText(text, side === 'right' ? at - 5 : at + 5, chartArea.top - 7)
        }
        ctx.save()
        ctx.lineWidth = 1.5
        ctx.font = markFont
        mark(named.rate, accent, [], formatRate(named.rate), 'right')
        if (named.limit !== undefined)
          mark(named.limit, warm, [3, 3], `rises above ${formatRate(named.limit)}`, 'left')
        ctx.restore()
      }
    }
  }
}
