import { extent } from '../../core/extent'
import type { Html } from './html'
import { html } from './html'
import { percent, whole } from './format-figures'
import type { Report } from './report'

type Rgb = readonly [number, number, number]
const paper: Rgb = [0xf4, 0xf9, 0xf8]
const accent: Rgb = [0x0b, 0x6e, 0x69]
const ink: Rgb = [0x1b, 0x1d, 0x21]
const white: Rgb = [0xff, 0xff, 0xff]

/** WCAG 2.2 AA for text of this size. */
const readable = 4.5

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
  const ground = mix(paper, accent, shade ** 0.75)
  const text = contrast(ground, white) >= readable ? white : ink
  return html`<td style="background:${css(ground)};color:${css(text)}">
    <b>${whole(count)}</b><small>${percent(share)}</small>
  </td>`
}

const mix = (from: Rgb, to: Rgb, share: number): Rgb => [
  Math.round(from[0] + (to[0] - from[0]) * share),
  Math.round(from[1] + (to[1] - from[1]) * share),
  Math.round(from[2] + (to[2] - from[2]) * share)
]

const css = (color: Rgb): string => `rgb(${color.join(' ')})`

/** WCAG 2.2 contrast ratio, 1 to 21. */
function contrast(a: Rgb, b: Rgb): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y)
  return (light + 0.05) / (dark + 0.05)
}

function luminance(color: Rgb): number {
  const [r = 0, g = 0, b = 0] = color.map((byte) => {
    const value = byte / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
