import { formatCount } from '../../core/format/format-number'
import { cssColour } from '../../core/maths/colour'
import { type CellPalette, confusionColours } from '../../core/maths/confusion-colours'
import { extent } from '../../core/maths/extent'
import { html, type Html } from './html'
import { percent } from './format-figures'
import type { Report } from './report'

/** As the report's style has them. */
const palette: CellPalette = {
  ground: [0xff, 0xff, 0xff],
  accent: [0x0b, 0x6e, 0x69],
  ink: [0x1b, 0x1d, 0x21],
  paper: [0xff, 0xff, 0xff]
}

/**
 * The confusion matrix as a table: counts with the share of their row beneath, shaded by that share; the largest one
 * takes the full accent.
 */
export function confusionTable(evaluation: NonNullable<Report['evaluation']>): Html {
  const { classes, confusion } = evaluation
  const largest = extent(confusion.rowShares.flat()).max || 1
  return html`<table class="confusion">
    <thead>
      <tr>
        <td class="corner"></td>
        <th scope="colgroup" colspan="${classes.length}">predicted class</th>
        <td></td>
      </tr>
      <tr>
        <th class="corner">true class</th>
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
    <b>${formatCount(count)}</b><small>${percent(share)}</small>
  </td>`
}
