import { Chart, LinearScale, LineController, LineElement, type Plugin, PointElement, Tooltip } from 'chart.js'
import { required } from '../../../core/base/required'
import { lineLook } from '../../../core/maths/line-look'
import { thinCurve } from '../../../core/maths/thin-curve'
import { chartFont as font } from '../chart-font'
import { themeColours } from '../theme-colours'
import type { CurveLine, CurvesPicture } from './curves-picture'
import { spreadLabels } from './spread-labels'

Chart.register(LinearScale, LineController, LineElement, PointElement, Tooltip)

/** More points of a line would not be told apart. */
const drawnPoints = 1000
/** More lines in a tooltip would not be read. */
const toldLines = 12
const labelFont = `500 11.5px ${font.family}`
const labelWidth = 104
const labelGap = 14

/** Curves over one another, each with its name at its end; chart.js stays behind this class. */
export class CurvesChart {
  readonly #chart: Chart<'line', { x: number; y: number }[]>
  readonly #themeObserver: MutationObserver
  #picture: CurvesPicture
  #destroyed = false

  /** @param onpick told of the x that somebody chose */
  constructor(canvas: HTMLCanvasElement, picture: CurvesPicture, onpick: ((x: number) => void) | undefined) {
    this.#picture = picture
    this.#chart = new Chart(canvas, {
      type: 'line',
      data: { datasets: [] },
      options: {
        animation: false,
        responsive: true,
        maintainAspectRatio: false,
        parsing: false,
        normalized: true,
        layout: { padding: { top: 8, right: labelWidth } },
        interaction: { mode: 'nearest', axis: 'x', intersect: false },
        onClick: ({ x }) => {
          const scale = this.#chart.scales['x']
          if (onpick !== undefined && scale !== undefined && x !== null)
            onpick(scale.getValueForPixel(x) ?? 0)
        },
        scales: {
          x: {
            type: 'linear',
            grid: { display: false },
            border: { display: false },
            ticks: { font, maxRotation: 0 }
          },
          y: { type: 'linear', border: { display: false }, ticks: { font, maxTicksLimit: 8 } }
        },
        plugins: {
          tooltip: {
            displayColors: true,
            boxWidth: 10,
            boxHeight: 2,
            titleFont: { ...font, size: 11 },
            bodyFont: { ...font, size: 11 },
            itemSort: (a, b) => (b.parsed.y ?? 0) - (a.parsed.y ?? 0),
            filter: (item, at) => at < toldLines && this.#lineOf(item.datasetIndex).look !== 'faint',
            callbacks: {
              title: (items) => {
                const { title, format } = this.#picture.x
                return `${title} ${format(items[0]?.parsed.x ?? 0)}`
              },
              label: (item) =>
                `${this.#lineOf(item.datasetIndex).name}  ${this.#picture.y.format(item.parsed.y ?? 0)}`
            }
          }
        }
      },
      plugins: [this.#labels(), this.#mark()]
    })
    this.#themeObserver = new MutationObserver(() => this.#draw())
    this.#themeObserver.observe(document.documentElement, { attributeFilter: ['data-theme'] })
    this.#draw()
    // Text on a canvas is not drawn again by itself when its font arrives.
    void document.fonts.ready.then(() => this.#draw())
  }

  show(picture: CurvesPicture): void {
    this.#picture = picture
    this.#draw()
  }

  destroy(): void {
    this.#destroyed = true
    this.#themeObserver.disconnect()
    this.#chart.destroy()
  }

  #lineOf(index: number): CurveLine {
    return required(this.#picture.lines[index], 'a line of each data set')
  }

  #lookOf({ colour }: CurveLine): { readonly colour: string; readonly dash: readonly number[] } {
    const { ink } = themeColours()
    const isDark = document.documentElement.dataset['theme'] === 'dark'
    return colour === undefined ? { colour: ink, dash: [] } : lineLook(colour, isDark)
  }

  #draw(): void {
    if (this.#destroyed) return
    const { lines, x, y } = this.#picture
    const { ink, card, line: grid, faint, muted } = themeColours()
    this.#chart.data.datasets = lines.map((line, i) => {
      const { colour, dash } = this.#lookOf(line)
      const points = thinCurve(
        line.points.map((point) => ({ step: point.x, loss: point.y })),
        drawnPoints
      )
      return {
        label: line.name,
        data: points.map(({ step, loss }) => ({ x: step, y: loss })),
        borderColor: line.look === 'faint' ? `${colour}40` : colour,
        backgroundColor: colour,
        borderWidth: { strong: 2.5, plain: 1.5, faint: 1 }[line.look],
        borderDash: [...dash],
        pointRadius: points.length === 1 ? 3 : 0,
        pointHitRadius: 6,
        order: { strong: 0, plain: 1, faint: 2 }[line.look] * lines.length + i
      }
    })
    const { scales, plugins } = this.#chart.options
    for (const [name, axis] of [
      ['x', x],
      ['y', y]
    ] as const) {
      Object.assign(scales?.[name] ?? {}, {
        min: axis.min,
        max: axis.max,
        title: { display: true, text: axis.title, font, color: faint }
      })
      Object.assign(scales?.[name]?.ticks ?? {}, {
        color: faint,
        callback: (value: number | string) => axis.format(Number(value))
      })
    }
    Object.assign(scales?.['y']?.grid ?? {}, { color: grid })
    Object.assign(plugins?.tooltip ?? {}, {
      backgroundColor: card,
      borderColor: grid,
      borderWidth: 1,
      titleColor: muted,
      bodyColor: ink
    })
    this.#chart.update('none')
  }

  /** The name of each line at its end. */
  #labels(): Plugin<'line'> {
    return {
      id: 'labels',
      afterDatasetsDraw: ({ ctx, chartArea, scales }) => {
        const { y } = scales
        if (y === undefined) return
        const named = this.#picture.lines.flatMap((line) => {
          const end = line.points.at(-1)
          return line.look === 'faint' || end === undefined ? [] : [{ line, at: y.getPixelForValue(end.y) }]
        })
        const places = spreadLabels(
          named.map(({ at }) => at),
          labelGap,
          chartArea.top + 4,
          chartArea.bottom - 4
        )
        ctx.save()
        ctx.font = labelFont
        ctx.textBaseline = 'middle'
        for (const [i, { line }] of named.entries()) {
          ctx.fillStyle = this.#lookOf(line).colour
          ctx.fillText(shortened(ctx, line.name, labelWidth - 12), chartArea.right + 8, places[i] ?? 0)
        }
        ctx.restore()
      }
    }
  }

  /** What is looked at. */
  #mark(): Plugin<'line'> {
    return {
      id: 'mark',
      beforeDatasetsDraw: ({ ctx, chartArea, scales }) => {
        const { x } = scales
        const { mark } = this.#picture
        if (x === undefined || mark === undefined) return
        const at = Math.round(x.getPixelForValue(mark)) + 0.5
        ctx.save()
        ctx.strokeStyle = themeColours().warm
        ctx.lineWidth = 1.5
        ctx.beginPath()
        ctx.moveTo(at, chartArea.top)
        ctx.lineTo(at, chartArea.bottom)
        ctx.stroke()
        ctx.restore()
      }
    }
  }
}

/** With an ellipsis where it is too wide. */
function shortened(context: CanvasRenderingContext2D, text: string, width: number): string {
  if (context.measureText(text).width <= width) return text
  let length = text.length - 1
  while (length > 1 && context.measureText(`${text.slice(0, length)}…`).width > width) length -= 1
  return `${text.slice(0, length)}…`
}
