import { cssColour } from '../../core/maths/colour'
import { type CellPalette, confusionColours } from '../../core/maths/confusion-colours'
import { extent } from '../../core/maths/extent'
import { required } from '../../core/base/required'
import type { Html } from './html'
import { html } from './html'
import { percent, whole } from './format-figures'
import type { Report } from './report'

/** As the report's style has them. */
const palette: CellPalette = {
  ground: [0xff, 0xff, 0xff],
  accent: [0x0b, 0x6e, 0x69],
  ink: [0x1b, 0x1d, 0x21],
  paper: [0xff, 0xff, 0xff]
}

/** Classes whose whole matrix can still be read. */
const mostInWhole = 40
/** Mistakes that are told of more classes than that. */
const mostMistakes = 100

/** What was mistaken for what: the confusion matrix, or of many classes the most frequent mistakes. */
export function confusionTable(evaluation: NonNullable<Report['evaluation']>): Html {
  return isWhole(evaluation) ? wholeMatrix(evaluation) : frequentMistakes(evaluation)
}

/** Which of the two `confusionTable` gives. */
export function isWhole({ classes }: Pick<NonNullable<Report['evaluation']>, 'classes'>): boolean {
  return classes.length <= mostInWhole
}

function frequentMistakes({ classes, confusion }: NonNullable<Report['evaluation']>): Html {
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
            <td class="right">${whole(count)}</td>
            <td class="right">${share === undefined ? null : percent(share)}</td>
          </tr> `
      )}
    </tbody>
  </table>`
}

/**
 * The confusion matrix as a table: counts with the share of their row beneath, shaded by that share; the largest one
 * takes the full accent.
 */
function wholeMatrix(evaluation: NonNullable<Report['evaluation']>): Html {
  const { classes, confusion } = evaluation
  const largest = extent(confusion.rowShares.flat()).max || 1
  return html`<table class="confusion">
    <thead>
      <tr>
        <th class="corner">true \\ predicted</th>
        ${classes.map(({ name }) => html`<th scope="col">${name}</th>`)}
        <th scope="col" class="recall">recall %</th>
      </tr>
    </thead>
    <tbody>
      ${classes.map(
        ({ name, accuracy }, i) =>
          html`<tr>
            <th scope="row">${name}</th>
            ${(confusion.counts[i] ?? []).map((count, j) => {
              const share = confusion.rowShares[i]?.[j] ?? 0
              return cell(count, share, share / largest)
            })}
            <td class="recall">${accuracy === null ? '–' : percent(accuracy)}</td>
          </tr> `
      )}
    </tbody>
  </table>`
}

function cell(count: number, share: number, shade: number): Html {
  const { ground, text } = confusionColours(shade ** 0.75, palette)
  return html`<td style="background:${cssColour(ground)};color:${cssColour(text)}">
    <b>${whole(count)}</b><small>${percent(share)}</small>
  </td>`
}
