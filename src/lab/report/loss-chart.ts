import { formatCount } from '../../core/format/format-number'
import { extent } from '../../core/maths/extent'
import { thinCurve } from '../../core/maths/thin-curve'
import { axis } from './axis'
import { html, type Html } from './html'
import type { Report } from './report'

const width = 720
/** A digit of the label at the curve's end, in its size. */
const digitWidth = 8
const height = 284
const plot = { left: 44, top: 28, right: width - 62, bottom: height - 40 } as const

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
  const y = axis(range.min, Math.max(range.max, guessing ?? -Infinity), 5)
  const lastStep = Math.max(run.step, last.step)
  const x = { ...axis(0, lastStep, 6), from: 0, to: lastStep }
  const across = (step: number): number =>
    plot.left + ((plot.right - plot.left) * (step - x.from)) / (x.to - x.from)
  const up = (loss: number): number =>
    plot.bottom - ((plot.bottom - plot.top) * (loss - y.from)) / (y.to - y.from)
  const place = ({ step, loss }: Point): string => `${across(step).toFixed(1)},${up(loss).toFixed(1)}`
  const line = (points: readonly Point[]): string => points.map(place).join(' ')
  const label = log.length > 0 ? 'running loss, as in the log' : 'mean loss'
  return html`<svg
      class="loss"
      viewBox="0 0 ${width} ${height}"
      role="img"
      aria-label="Training loss by step, ending at ${last.loss.toFixed(3)} after ${formatCount(last.step)} steps"
    >
      ${y.ticks.map(
        (tick) =>
          html`<line
              class="grid"
              x1="${plot.left}"
              x2="${plot.right}"
              y1="${up(tick)}"
              y2="${up(tick)}"
            /><text class="tick" x="${plot.left - 8}" y="${up(tick) + 4}" text-anchor="end">
              ${tick.toFixed(y.decimals)}
            </text>`
      )}
      ${x.ticks
        .filter((tick) => tick <= lastStep)
        .map(
          (tick) =>
            html`<text class="tick" x="${across(tick)}" y="${plot.bottom + 18}" text-anchor="middle"
              >${formatCount(tick)}</text
            >`
        )}
      ${epochEnds(report).map(
        (step) =>
          html`<line
            class="epoch"
            x1="${across(step)}"
            x2="${across(step)}"
            y1="${plot.top}"
            y2="${plot.bottom}"
          />`
      )}
      ${
        guessing === undefined
          ? null
          : html`<line
                class="guess"
                x1="${plot.left}"
                x2="${plot.right}"
                y1="${up(guessing)}"
                y2="${up(guessing)}"
              /><text class="note" x="${plot.right + 8}" y="${up(guessing) + 4}"> guessing </text>`
      }
      <polyline class="raw" points="${line(raw)}" />
      <polyline class="smooth" points="${line(smooth)}" />
      ${(log.length > mostDots ? [] : log).map(
        (point) => html`<circle class="dot" cx="${across(point.step)}" cy="${up(point.loss)}" r="2.6" />`
      )}
      ${validated.map(
        (point) =>
          html`<path class="validation" d="M${across(point.step)} ${up(point.loss) - 5}l5 5l-5 5l-5 -5z" />`
      )}
      ${endLabel(last.loss.toFixed(3), up(last.loss))}
      <text class="name" x="${(plot.left + plot.right) / 2}" y="${height - 4}" text-anchor="middle">
        step (mini-batch of ${formatCount(report.config.batchSize)})
      </text>
      <text class="name" x="0" y="11">loss</text>
    </svg>
    <p class="key">
      <span class="swatch smooth"></span>${label}
      ${log.length > 0 ? html`<span class="swatch raw"></span>every recorded point` : null}
      ${validations.length > 0 ? html`<span class="diamond">◆</span>loss on the validation images` : null}
      ${epochEnds(report).length > 0 ? html`<span class="swatch epoch"></span>end of an epoch` : null}
    </p>`
}

/** At the right of the curve's end, or above it where it is too long for the margin. */
function endLabel(text: string, y: number): Html {
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
