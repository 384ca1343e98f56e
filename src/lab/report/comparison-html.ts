import { formatCount } from '../../core/format/format-number'
import type { ComparedResult } from '../../core/compare/comparison'
import { comparisonChart } from './comparison-chart'
import type { ComparisonDocument } from './comparison-document'
import { durationInUnits, formatTime, percent } from './format-figures'
import { html, Html } from './html'
import { versionList } from './report-background'
import { reportStyle } from './report-style'

/** The comparison as one page that needs nothing else, safe as `reportHtml` is. */
export function comparisonHtml(document: ComparisonDocument): string {
  const { results } = document
  const title = results.map(({ number }) => `#${number}`).join(', ')
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <title>Comparison of runs ${title}</title>
        <style>
          ${new Html(reportStyle)} .key .run {
            display: inline-flex;
            align-items: center;
            gap: 6px;
            margin-right: 16px;
          }
          .differs th,
          .differs td {
            font-weight: 600;
            color: var(--ink);
          }
        </style>
      </head>
      <body>
        <header>
          <div>
            <p class="muted">Comparison of ${formatCount(results.length)} runs</p>
            <h1>${title}</h1>
          </div>
          <p class="made">
            made ${formatTime(document.createdAt)}<br />${versionList(document.versions) ?? null}
          </p>
        </header>
        <main>
          <section>
            <h2>Running loss</h2>
            ${comparisonChart(document)}
          </section>
          <section>
            <h2>Results</h2>
            ${resultTable(results)}
          </section>
          <section>
            <h2>Settings</h2>
            <p class="note-line">Those that differ are in bold.</p>
            ${settingTable(document)}
          </section>
          <section>
            <h2>Accuracy by class</h2>
            ${classTable(document)}
          </section>
        </main>
      </body>
    </html> `.markup
}

const share = (value: number | undefined): string => (value === undefined ? '–' : `${percent(value)} %`)

function resultTable(results: readonly ComparedResult[]): Html {
  const rows: readonly (readonly [string, (result: ComparedResult) => string])[] = [
    ['name', ({ name }) => name],
    ['accuracy', ({ accuracy }) => share(accuracy)],
    ['± (95 %)', ({ margin }) => (margin === undefined ? '–' : percent(margin))],
    ['top 2', ({ topTwo }) => share(topTwo)],
    ['mean F1', ({ macroF1 }) => share(macroF1)],
    ['test loss', ({ testLoss }) => testLoss?.toFixed(3) ?? '–'],
    ['best validation accuracy', ({ bestValidation }) => share(bestValidation)],
    ['last running loss', ({ runningLoss }) => runningLoss?.toFixed(3) ?? '–'],
    ['parameters', ({ parameters }) => formatCount(parameters)],
    ['steps', ({ step }) => formatCount(step)],
    ['training', ({ trainMs }) => durationInUnits(trainMs)],
    ['device', ({ device }) => device ?? '–'],
    ['status', ({ status }) => status]
  ]
  return table(
    results,
    rows.map(([label, valueOf]) => ({ label, values: results.map(valueOf), strong: false }))
  )
}

function settingTable({ results, settings }: ComparisonDocument): Html {
  const rows = settings.map(({ label, values, differs }) => ({
    label,
    values: values.map((value) => value ?? '–'),
    strong: differs
  }))
  return table(
    results,
    [...rows].sort((a, b) => Number(b.strong) - Number(a.strong))
  )
}

function classTable({ results, classes }: ComparisonDocument): Html {
  if (classes === null) return html`<p class="absent">The runs do not have the same classes.</p>`
  return table(
    results,
    classes.map(({ name, accuracies }) => ({ label: name, values: accuracies.map(share), strong: false }))
  )
}

interface Row {
  readonly label: string
  readonly values: readonly string[]
  readonly strong: boolean
}

function table(results: readonly ComparedResult[], rows: readonly Row[]): Html {
  return html`<table class="rows">
    <thead>
      <tr>
        <th></th>
        ${results.map(({ number }) => html`<th class="right">#${number}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        ({ label, values, strong }) =>
          html`<tr class="${strong ? 'differs' : ''}">
            <th scope="row">${label}</th>
            ${values.map((value) => html`<td class="right">${value}</td>`)}
          </tr> `
      )}
    </tbody>
  </table>`
}
