import { axis } from '../../core/maths/axis'
import { html, type Html } from './html'

const width = 720
const left = 44
const top = 28

interface FrameOptions {
  /** Of the picture, in its units; it is 720 wide. */
  readonly height: number
  /** Room at the right of the plot. */
  readonly right: number
  /** For those who do not see it. */
  readonly label: string
  /** From 0. */
  readonly x: { readonly title: string; readonly max: number; readonly text?: (value: number) => string }
  readonly y: { readonly title: string; readonly min: number; readonly max: number }
}

interface ChartFrame {
  readonly width: number
  readonly plot: {
    readonly left: number
    readonly top: number
    readonly right: number
    readonly bottom: number
  }
  /** Where a value is in the picture. */
  readonly across: (x: number) => number
  readonly up: (y: number) => number
  /** The `points` of a polyline. */
  readonly line: (points: readonly { readonly x: number; readonly y: number }[]) => string
  /** The picture, with what is drawn between the grid and the titles. */
  readonly picture: (drawn: readonly (Html | null)[]) => Html
}

/** The axes of a chart of losses. */
export function chartFrame({ height, right, label, x, y }: FrameOptions): ChartFrame {
  const plot = { left, top, right: width - right, bottom: height - 40 }
  const xAxis = axis(0, x.max, 6)
  const yAxis = axis(y.min, y.max, 5)
  const xText = x.text ?? ((value: number): string => value.toFixed(xAxis.decimals))
  const across = (value: number): number => plot.left + ((plot.right - plot.left) * value) / x.max
  const up = (value: number): number =>
    plot.bottom - ((plot.bottom - plot.top) * (value - yAxis.from)) / (yAxis.to - yAxis.from)
  const grid = yAxis.ticks.map(
    (tick) =>
      html`<line class="grid" x1="${plot.left}" x2="${plot.right}" y1="${up(tick)}" y2="${up(tick)}" /><text
          class="tick"
          x="${plot.left - 8}"
          y="${up(tick) + 4}"
          text-anchor="end"
          >${tick.toFixed(yAxis.decimals)}</text
        >`
  )
  const xTicks = xAxis.ticks
    .filter((tick) => tick <= x.max)
    .map(
      (tick) =>
        html`<text class="tick" x="${across(tick)}" y="${plot.bottom + 18}" text-anchor="middle"
          >${xText(tick)}</text
        >`
    )
  return {
    width,
    plot,
    across,
    up,
    line: (points) =>
      points.map((point) => `${across(point.x).toFixed(1)},${up(point.y).toFixed(1)}`).join(' '),
    picture: (drawn) =>
      html`<svg class="loss" viewBox="0 0 ${width} ${height}" role="img" aria-label="${label}">
        ${grid} ${xTicks} ${drawn}
        <text class="name" x="${(plot.left + plot.right) / 2}" y="${height - 4}" text-anchor="middle">
          ${x.title}
        </text>
        <text class="name" x="0" y="11">${y.title}</text>
      </svg>`
  }
}
