import { formatCount } from '../../core/format/format-number'
import { required } from '../../core/base/required'
import { percent } from './format-figures'
import { html, type Html } from './html'
import type { Report } from './report'

/** Mistakes that it tells of. */
const mostMistakes = 100

/** What was predicted as what, the most frequent first. */
export function mistakeTable({ classes, confusion }: NonNullable<Report['evaluation']>): Html {
  const mistakes = confusion.counts
    .flatMap((row, i) =>
      row.flatMap((count, j) =>
        i === j || count === 0
          ? []
          : [
              {
                count,
                share: confusion.rowShares[i]?.[j],
                from: required(classes[i], 'a class of each row').name,
                to: required(classes[j], 'a class of each column').name
              }
            ]
      )
    )
    .sort((a, b) => b.count - a.count)
  return html`<table class="rows">
    <thead>
      <tr>
        <th scope="col">true class</th>
        <th scope="col">predicted class</th>
        <th scope="col" class="right">images</th>
        <th scope="col" class="right">% of the true class</th>
      </tr>
    </thead>
    <tbody>
      ${mistakes.slice(0, mostMistakes).map(
        ({ count, share, from, to }) =>
          html`<tr>
            <td>${from}</td>
            <td>${to}</td>
            <td class="right">${formatCount(count)}</td>
            <td class="right">${share === undefined ? null : percent(share)}</td>
          </tr> `
      )}
    </tbody>
  </table>`
}
