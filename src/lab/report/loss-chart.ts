import { formatCount } from '../../core/format/format-number'
import { extent } from '../../core/maths/extent'
import { thinCurve } from '../../core/maths/thin-curve'
import { chartFrame } from './chart-frame'
import { html, type Html } from './html'
import type { Report } from './report'

/** A digit of the label at the curve's end, in its size. */
const digitWidth = 8

/** More than the picture has columns cannot be told apart. */
const mostPoints = 1400
/** More dots than this run into each other. */
const mostDots = 100

interface Point {
  readonly step: number
  readonly loss: number
}

/** The loss curve as a picture: every point faintly, the log's running means on top, the end labelled. */
export function lossChart(report: Report): Html {
  const { lossCurve, log, validations, run, evaluation } = report
  const last = log.at(-1) ?? lossCurve.at(-1)
  if (last === undefined) return html`<p class="absent">No loss was recorded.</p>`
  const raw = thinCurve(lossCurve, mostPoints)
  const smooth = log.length > 1 ? thinCurve(log, mostPoints) : raw
  const validated = thinCurve(validations, mostPoints)
  const guessing = evaluation === null ? undefined : Math.log(evaluation.classes.length)
  const losses = [...raw, ...smooth, ...validated].map(({ loss }) => loss)
  const range = extent(losses)
  const lastStep = Math.max(run.step, last.step)
  const { width, plot, across, up, line, picture } = chartFrame({
    height: 284,
    right: 62,
    label: `Training loss by step, ending at ${last.loss.toFixed(3)} after ${formatCount(last.step)} steps`,
    x: {
      title: `step (mini-batch of ${formatCount(report.config.batchSize)})`,
      max: lastStep,
      text: formatCount
    },
    y: { title: 'loss', min: range.min, max: Math.max(range.max, guessing ?? -Infinity) }
  })
  const lineOf = (points: readonly Point[]): string =>
    line(points.map(({ step, loss }) => ({ x: step, y: loss })))
  const label = log.length > 0 ? 'running loss, as in the log' : 'mean loss'
  const drawn = [
    ...epochEnds(report).map(
      (step) =>
        html`<line
          class="epoch"
          x1="${across(step)}"
          x2="${across(step)}"
          y1="${plot.top}"
          y2="${plot.bottom}"
        />`
    ),
    guessing === undefined
      ? null
      : html`<line
            class="guess"
            x1="${plot.left}"
            x2="${plot.right}"
            y1="${up(guessing)}"
            y2="${up(guessing)}"
          /><text class="note" x="${plot.right + 8}" y="${up(guessing) + 4}"> guessing </text>`,
    html`<polyline class="raw" points="${lineOf(raw)}" />`,
    html`<polyline class="smooth" points="${lineOf(smooth)}" />`,
    ...(log.length > mostDots ? [] : log).map(
      ({ step, loss }) => html`<circle class="dot" cx="${across(step)}" cy="${up(loss)}" r="2.6" />`
    ),
    ...validated.map(
      ({ step, loss }) =>
        html`<path class="validation" d="M${across(step)} ${up(loss) - 5}l5 5l-5 5l-5 -5z" />`
    ),
    endLabel(last.loss.toFixed(3), up(last.loss), plot, width)
  ]
  return html`${picture(drawn)}
    <p class="key">
      <span class="swatch smooth"></span>${label}
      ${log.length > 0 ? html`<span class="swatch raw"></span>every recorded point` : null}
      ${validations.length > 0 ? html`<span class="diamond"></span>loss on the validation images` : null}
      ${epochEnds(report).length > 0 ? html`<span class="swatch epoch"></span>end of an epoch` : null}
    </p>`
}

/** At the right of the curve's end, or above it where it is too long for the margin. */
function endLabel(
  text: string,
  y: number,
  plot: { readonly top: number; readonly right: number },
  width: number
): Html {
  const fits = plot.right + 8 + text.length * digitWidth <= width
  return fits
    ? html`<text class="end" x="${plot.right + 8}" y="${y + 4}">${text}</text>`
    : html`<text class="end" x="${width}" y="${Math.max(plot.top, y) - 8}" text-anchor="end">${text}</text>`
}

/** Steps at which an epoch ended and another began; none where there would be too many to tell apart. */
function epochEnds({ run }: Report): number[] {
  if (run.stepsPerEpoch === 0) return []
  const count = Math.ceil(run.step / run.stepsPerEpoch) - 1
  return count < 1 || count > 40 ? [] : Array.from({ length: count }, (_, i) => (i + 1) * run.stepsPerEpoch)
}
