import { type ComparedRow, classRows, resultRows } from '../../core/compare/result-rows'
import { formatCount } from '../../core/format/format-number'
import { comparisonChart } from './comparison-chart'
import type { ComparisonDocument } from './comparison-document'
import { html, type Html } from './html'
import { reportPage } from './report-page'

/** The comparison as one page that needs nothing else, safe as `reportHtml` is. */
export function comparisonHtml(document: ComparisonDocument): string {
  const { results, createdAt, versions } = document
  const title = results.map(({ number }) => `#${number}`).join(', ')
  return reportPage({
    title: `Comparison of runs ${title}`,
    head: html`<p class="muted">Comparison of ${formatCount(results.length)} runs</p>
      <h1>${title}</h1>`,
    createdAt,
    versions,
    sections: html`<section>
        <h2>Training loss</h2>
        ${comparisonChart(document)}
      </section>
      <section>
        <h2>Results</h2>
        ${resultTable(document)}
      </section>
      ${luckSection(document)}
      <section>
        <h2>Settings</h2>
        ${settingTable(document)}
      </section>
      <section>
        <h2>Accuracy by class</h2>
        ${classTable(document)}
      </section>`
  })
}

function resultTable({ results }: ComparisonDocument): Html {
  return html`${table(results, [
      { label: 'Name', values: results.map(({ name }) => name) },
      ...resultRows(results)
    ])}
    <p class="note-line">The best of each row is in bold.</p>`
}

function luckSection({ luck }: ComparisonDocument): Html {
  const paragraphs = [...luck.seeds, ...luck.images]
  return html`<section>
    <h2>Is one better, or was it luck?</h2>
    ${paragraphs.map((sentences) => html`<p class="luck">${sentences.join(' ')}</p> `)}
  </section>`
}

function settingTable({ results, settings }: ComparisonDocument): Html {
  const rows = settings.map(({ label, values, differs }) => ({
    label,
    values: values.map((value) => value ?? '–'),
    differs
  }))
  return html`${table(
      results,
      [...rows].sort((a, b) => Number(b.differs) - Number(a.differs))
    )}
    <p class="note-line">Those that differ are in bold.</p>`
}

function classTable({ results, classes }: ComparisonDocument): Html {
  return classes === null
    ? html`<p class="absent">The runs do not have the same classes.</p>`
    : table(results, classRows(classes))
}

interface Row extends Pick<ComparedRow, 'label' | 'values'> {
  readonly best?: ComparedRow['best']
  /** In a setting. */
  readonly differs?: boolean
}

function table(results: ComparisonDocument['results'], rows: readonly Row[]): Html {
  return html`<table class="rows">
    <thead>
      <tr>
        <th></th>
        ${results.map(({ number }) => html`<th class="right">#${number}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        ({ label, values, best, differs }) =>
          html`<tr class="${differs === true ? 'differs' : ''}">
            <th scope="row">${label}</th>
            ${values.map((value, i) => html`<td class="right${best?.[i] === true ? ' best' : ''}">${value}</td>`)}
          </tr> `
      )}
    </tbody>
  </table>`
}
