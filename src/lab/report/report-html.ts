import { formatCount } from '../../core/format/format-number'
import { finishedLine } from '../../core/training/running-loss'
import { confusionSection } from './confusion-section'
import { percent } from './format-figures'
import { durationInUnits } from '../../core/format/format-duration'
import { html, type Html } from './html'
import { lossChart } from './loss-chart'
import type { Report } from './report'
import { configurationSection, networkSection, provenanceSection } from './report-background'
import { reportPage } from './report-page'

/** Lines of the log that the page shows: more would be more sheets than anybody reads. */
const mostLines = 600

type Evaluation = NonNullable<Report['evaluation']>

/** The report as one page that needs nothing else; on A4 it takes three sheets. */
export function reportHtml(report: Report): string {
  const { run, evaluation } = report
  return reportPage({
    title: `${run.name} (#${run.number}) · training report`,
    head: html`<p class="muted">Training report · run <span class="number">#${run.number}</span></p>
      <h1>${run.name}</h1>
      <p class="muted">${statusLine(report)}</p>`,
    notice:
      run.error === null
        ? null
        : html`<section class="notice">
            <b>${run.error.message}</b>
            <p>${run.error.hint}</p>
          </section>`,
    createdAt: report.createdAt,
    versions: report.versions,
    sections: html`${evaluation === null ? notEvaluated : statistics(evaluation)}
      <section>
        <h2>Training loss</h2>
        ${
          run.importedFrom !== null && report.lossCurve.length === 0
            ? html`<p class="absent">
                This network was loaded from ${run.importedFrom}; Tenfold has no record of its training.
              </p>`
            : lossChart(report)
        }
      </section>
      ${evaluation === null ? null : classBars(evaluation)}
      ${evaluation === null ? null : confusionSection(report, evaluation)}
      ${report.log.length === 0 ? null : logSection(report)}
      ${report.validations.length === 0 ? null : validationSection(report)} ${configurationSection(report)}
      ${networkSection(report)} ${provenanceSection(report)}`
  })
}

function statusLine({ run }: Report): string {
  const steps = `${formatCount(run.step)} of ${formatCount(run.totalSteps)} steps`
  switch (run.status) {
    case 'finished':
      return `Finished: ${formatCount(run.step)} steps in ${durationInUnits(run.trainMs)}`
    case 'imported':
      return `Loaded from ${run.importedFrom ?? 'a checkpoint'}, trained for ${formatCount(run.step)} steps`
    case 'stopped':
      return `Stopped by the user after ${steps}`
    case 'interrupted':
      return `Interrupted after ${steps}`
    case 'failed':
      return `Failed after ${steps}`
    case 'paused':
      return `Paused after ${steps}`
    case 'training':
      return `Still training: ${steps} so far`
  }
}

const notEvaluated = html`<section class="notice">
  <b>Not evaluated yet</b>
  <p>
    This network has not been tested yet, so its accuracy is not known. Evaluate the run, then export the
    report again.
  </p>
</section>`

function statistics(evaluation: Evaluation): Html {
  const ranked = evaluation.classes
    .flatMap(({ name, accuracy }) => (accuracy === null ? [] : [{ name, accuracy }]))
    .sort((a, b) => b.accuracy - a.accuracy)
  const named = (title: string, entry: { name: string; accuracy: number } | undefined): Html =>
    html`<div class="stat">
      <p>${title}</p>
      <b${entry !== undefined && entry.name.length > 8 ? html` class="long"` : null}>${entry?.name ?? '–'}</b>
      <span class="unit">${entry === undefined ? null : `${percent(entry.accuracy)} %`}</span>
    </div>`
  return html`<div class="stats">
    <div class="stat">
      <p>Accuracy, ${formatCount(evaluation.images)} ${evaluation.split} images</p>
      <b class="number">${percent(evaluation.accuracy)} %</b>
      <span class="unit">± ${percent(evaluation.margin)}</span>
    </div>
    <div class="stat plain">
      <p>Guessing</p>
      <b class="number">${percent(1 / evaluation.classes.length)} %</b>
    </div>
    ${named('Best class', ranked[0])} ${named('Hardest class', ranked.at(-1))}
  </div>`
}

function classBars(evaluation: Evaluation): Html {
  const overall = percent(evaluation.accuracy)
  return html`<section>
    <h2>Accuracy for each class</h2>
    <table class="bars">
      <tbody>
        ${evaluation.classes.map(
          ({ name, correct, total, accuracy }) =>
            html`<tr>
              <th scope="row">${name}</th>
              <td class="track">
                <div><i style="width:${percent(accuracy ?? 0)}%"></i><s style="left:${overall}%"></s></div>
              </td>
              <td>${formatCount(correct)} / ${formatCount(total)}</td>
              <td>${accuracy === null ? 'no image' : `${percent(accuracy)} %`}</td>
            </tr> `
        )}
      </tbody>
    </table>
    <p class="note-line">
      Correct predictions of all images of the class. Dashed line: overall accuracy, ${overall} %.
    </p>
  </section>`
}

function logSection({ log, run }: Report): Html {
  return html`<section>
    <h2>Log</h2>
    ${
      log.length > mostLines
        ? html`<p class="note-line">
            The last ${formatCount(mostLines)} of ${formatCount(log.length)} lines; the report as JSON or CSV
            has all of them.
          </p>`
        : null
    }
    <ul class="log">
      ${log.slice(-mostLines).map(({ line }) => html`<li>${line}</li> `)}
    </ul>
    ${run.status === 'finished' ? html`<p class="log">${finishedLine}</p>` : null}
  </section>`
}

function validationSection({ validations }: Report): Html {
  return html`<section>
    <h2>Validation</h2>
    <table class="rows">
      <thead>
        <tr>
          <th>epoch</th>
          <th class="right">step</th>
          <th class="right">loss</th>
          <th class="right">accuracy</th>
        </tr>
      </thead>
      <tbody>
        ${validations.map(
          ({ epoch, step, loss, accuracy }) =>
            html`<tr>
              <td>${epoch}</td>
              <td class="right">${formatCount(step)}</td>
              <td class="right">${loss.toFixed(3)}</td>
              <td class="right">${percent(accuracy)} %</td>
            </tr> `
        )}
      </tbody>
    </table>
  </section>`
}
