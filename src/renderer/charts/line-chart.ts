import {
  Chart,
  type ChartDataset,
  type ChartOptions,
  LinearScale,
  LineController,
  LineElement,
  LogarithmicScale,
  PointElement,
  Tooltip
} from 'chart.js'
import { chartFont as font } from './chart-font'
import { themeColours, type ThemeColours } from './theme-colours'

Chart.register(LinearScale, LogarithmicScale, LineController, LineElement, PointElement, Tooltip)

/** A redraw takes some milliseconds of a core that the training wants too. */
const redrawMs = 40

export type LinesOnCanvas = Chart<'line'>

/** What a line chart has of its own. */
export interface LineDrawing {
  readonly lines: ChartDataset<'line'>[]
  /** Room beside the plot for what is written there, in pixels. */
  readonly padding: { readonly top: number; readonly right: number }
  readonly scales: NonNullable<ChartOptions<'line'>['scales']>
  readonly tooltip: NonNullable<NonNullable<ChartOptions<'line'>['plugins']>['tooltip']>
  /** Drawn before the lines, and after them. */
  readonly below?: (chart: LinesOnCanvas) => void
  readonly above?: (chart: LinesOnCanvas) => void
  /** Told of the x that somebody clicks. */
  readonly onpick?: ((x: number) => void) | undefined
}
export type DrawLines<P> = (picture: P, colours: ThemeColours) => LineDrawing

/**
 * Keeps a picture of lines drawn on a canvas: in its element's size, again when the picture, the theme or the fonts
 * change. chart.js stays behind this class.
 */
export class LineChart<P> {
  readonly #draw: DrawLines<P>
  readonly #chart: LinesOnCanvas
  readonly #themes: MutationObserver
  #picture: P
  #drawing: LineDrawing
  #timer: ReturnType<typeof setTimeout> | undefined
  #drawnAt = performance.now()
  #destroyed = false

  constructor(canvas: HTMLCanvasElement, picture: P, draw: DrawLines<P>) {
    this.#draw = draw
    this.#picture = picture
    this.#drawing = draw(picture, themeColours())
    this.#chart = new Chart(canvas, {
      type: 'line',
      data: { datasets: this.#drawing.lines },
      options: this.#options(),
      plugins: [
        {
          id: 'own',
          beforeDatasetsDraw: (chart) => this.#paint(chart, this.#drawing.below),
          afterDatasetsDraw: (chart) => this.#paint(chart, this.#drawing.above)
        }
      ]
    })
    this.#themes = new MutationObserver(() => this.#update())
    this.#themes.observe(document.documentElement, { attributeFilter: ['data-theme'] })
    // Text on a canvas is not drawn again by itself when its font arrives.
    void document.fonts.ready.then(() => this.#update())
  }

  /** Draws the picture, at once or a moment after the last drawing. */
  show(picture: P): void {
    if (picture === this.#picture) return
    this.#picture = picture
    if (this.#timer !== undefined) return
    const wait = Math.max(0, this.#drawnAt + redrawMs - performance.now())
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      this.#update()
    }, wait)
  }

  destroy(): void {
    this.#destroyed = true
    clearTimeout(this.#timer)
    this.#themes.disconnect()
    this.#chart.destroy()
  }

  #update(): void {
    if (this.#destroyed) return
    this.#drawing = this.#draw(this.#picture, themeColours())
    this.#chart.data.datasets = this.#drawing.lines
    this.#chart.options = this.#options()
    this.#chart.update('none')
    this.#drawnAt = performance.now()
  }

  #options(): ChartOptions<'line'> {
    const { padding, scales, tooltip, onpick } = this.#drawing
    const { card, line, muted, ink } = themeColours()
    return {
      animation: false,
      responsive: true,
      maintainAspectRatio: false,
      parsing: false,
      normalized: true,
      layout: { padding },
      interaction: { mode: 'nearest', axis: 'x', intersect: false },
      onClick: ({ x }) => {
        const scale = this.#chart.scales['x']
        if (scale !== undefined && x !== null) onpick?.(scale.getValueForPixel(x) ?? 0)
      },
      scales,
      plugins: {
        tooltip: {
          displayColors: false,
          titleFont: { ...font, size: 11 },
          bodyFont: { ...font, size: 11 },
          backgroundColor: card,
          borderColor: line,
          borderWidth: 1,
          titleColor: muted,
          bodyColor: ink,
          ...tooltip
        }
      }
    }
  }

  #paint(chart: LinesOnCanvas, paint: LineDrawing['below']): void {
    chart.ctx.save()
    paint?.(chart)
    chart.ctx.restore()
  }
}
