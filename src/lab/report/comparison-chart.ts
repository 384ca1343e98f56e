import { extent } from '../../core/maths/extent'
import { type LineLook, lineLook } from '../../core/maths/line-look'
import { chartFrame } from './chart-frame'
import type { ComparisonDocument } from './comparison-document'
import { html, type Html } from './html'

/** As a style: of an attribute nothing would be left beside the page's own style of lines. */
const stroke = ({ colour, dash }: LineLook, width: number): string =>
  `stroke: ${colour}; stroke-width: ${width}; stroke-dasharray: ${dash.length === 0 ? 'none' : dash.join(' ')}`

/** The smoothed loss curves of all runs over the epochs. */
export function comparisonChart({ curves, smoothing }: ComparisonDocument): Html {
  const lines = curves.map(({ smoothed, stepsPerEpoch }) =>
    smoothed.map(({ step, loss }) => ({ x: step / Math.max(1, stepsPerEpoch), y: loss }))
  )
  const all = lines.flat()
  if (all.length === 0) return html`<p class="absent">No loss was recorded.</p>`
  const { picture, line } = chartFrame({
    height: 300,
    right: 16,
    label: 'Training loss of the runs by epoch, smoothed',
    x: { title: 'epoch', max: extent(all.map(({ x }) => x)).max },
    y: { title: 'training loss, smoothed', ...extent(all.map(({ y }) => y)) }
  })
  return html`${picture(
      lines.map(
        (points, i) => html`<polyline style="${stroke(lineLook(i, false), 1.8)}" points="${line(points)}" />`
      )
    )}
    <p class="key">
      ${curves.map(
        ({ number, name }, i) =>
          html`<span class="run"
            ><svg width="26" height="8" aria-hidden="true">
              <line x1="0" x2="26" y1="4" y2="4" style="${stroke(lineLook(i, false), 2.5)}" /></svg
            >#${number} ${name}</span
          > `
      )}
    </p>
    <p class="note-line">
      Each point of a curve keeps ${Math.round(smoothing * 100)} % of the average before it.
    </p>`
}
