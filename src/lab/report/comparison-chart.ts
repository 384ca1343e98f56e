import { extent } from '../../core/maths/extent'
import { axis } from './axis'
import type { ComparisonDocument } from './comparison-document'
import { html, type Html } from './html'

const width = 720
const height = 300
const plot = { left: 44, top: 28, right: width - 16, bottom: height - 40 } as const

/** Colours that lines can be told apart by on paper; from the sixth on they are dashed. */
const lineColours = ['#0072b2', '#b8580b', '#00805c', '#a3447f', '#4d4d4d'] as const
const lineDashes = ['', '7 4'] as const

interface LineStyle {
  readonly colour: string
  readonly dash: string
}

function lineStyle(index: number): LineStyle {
  return {
    colour: lineColours[index % lineColours.length] ?? lineColours[0],
    dash: lineDashes[Math.floor(index / lineColours.length) % lineDashes.length] ?? ''
  }
}

/** The loss curves of all runs over the epochs. */
export function comparisonChart({ curves }: ComparisonDocument): Html {
  const lines = curves.map(({ points, stepsPerEpoch }) =>
    points.map(({ step, loss }) => ({ x: step / Math.max(1, stepsPerEpoch), y: loss }))
  )
  const all = lines.flat()
  if (all.length === 0) return html`<p class="absent">No loss was recorded.</p>`
  const losses = extent(all.map(({ y }) => y))
  const y = axis(losses.min, losses.max, 5)
  const last = extent(all.map((point) => point.x)).max
  const x = axis(0, last, 6)
  const across = (value: number): number => plot.left + ((plot.right - plot.left) * value) / last
  const up = (loss: number): number =>
    plot.bottom - ((plot.bottom - plot.top) * (loss - y.from)) / (y.to - y.from)
  return html`<svg
      class="loss"
      viewBox="0 0 ${width} ${height}"
      role="img"
      aria-label="Running loss of the runs by epoch"
    >
      ${y.ticks.map(
        (tick) =>
          html`<line
              class="grid"
              x1="${plot.left}"
              x2="${plot.right}"
              y1="${up(tick)}"
              y2="${up(tick)}"
            /><text class="tick" x="${plot.left - 8}" y="${up(tick) + 4}" text-anchor="end"
              >${tick.toFixed(y.decimals)}</text
            >`
      )}
      ${x.ticks
        .filter((tick) => tick <= last)
        .map(
          (tick) =>
            html`<text class="tick" x="${across(tick)}" y="${plot.bottom + 18}" text-anchor="middle"
              >${tick.toFixed(x.decimals)}</text
            >`
        )}
      ${lines.map((points, i) => {
        const { colour, dash } = lineStyle(i)
        const places = points.map((point) => `${across(point.x).toFixed(1)},${up(point.y).toFixed(1)}`)
        return html`<polyline
          fill="none"
          stroke="${colour}"
          stroke-width="1.8"
          stroke-dasharray="${dash}"
          points="${places.join(' ')}"
        />`
      })}
      <text class="name" x="${(plot.left + plot.right) / 2}" y="${height - 4}" text-anchor="middle">
        epoch
      </text>
      <text class="name" x="0" y="11">running loss</text>
    </svg>
    <p class="key">
      ${curves.map(({ number, name }, i) => {
        const { colour, dash } = lineStyle(i)
        return html`<span class="run"
          ><svg width="26" height="8" aria-hidden="true">
            <line
              x1="0"
              x2="26"
              y1="4"
              y2="4"
              stroke="${colour}"
              stroke-width="2.5"
              stroke-dasharray="${dash}"
            /></svg
          >#${number} ${name}</span
        > `
      })}
    </p>`
}
