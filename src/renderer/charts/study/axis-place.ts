import { shortDecimal } from '../../../core/format/format-number'
import { axis } from '../../../core/maths/axis'
import { extent } from '../../../core/maths/extent'

/** One of the settings that a study varies. */
export interface StudyScale {
  readonly label: string
  readonly scale: 'linear' | 'log' | 'choice'
  /** In their order; for choices only. */
  readonly values?: readonly string[] | undefined
}

/** A scale for the values that there are: each to a place from 0, below, to 1. */
export interface AxisPlace {
  readonly label: string
  /** NaN for what has no place. */
  readonly place: (value: number | string) => number
  readonly ticks: readonly { readonly at: number; readonly text: string }[]
}

/** More choices beside one another are not read. */
const mostTicks = 12

export function axisPlace(
  { label, scale, values = [] }: StudyScale,
  given: readonly (number | string)[]
): AxisPlace {
  if (scale === 'choice') {
    // A choice that was not announced has a place all the same.
    const all = [...new Set([...values, ...given.map(String)])]
    const place = (value: number | string): number => {
      const at = all.indexOf(String(value))
      return at === -1 ? NaN : (at + 0.5) / all.length
    }
    const apart = Math.ceil(all.length / mostTicks)
    const ticks = all.flatMap((text, i) => (i % apart === 0 ? [{ at: place(text), text }] : []))
    return { label, place, ticks }
  }
  const numbers = given.flatMap((value) => (typeof value === 'number' ? [value] : []))
  const logarithmic = scale === 'log' && numbers.every((value) => value > 0)
  const onScale = logarithmic ? Math.log : (value: number): number => value
  const { min, max } = extent(numbers)
  const [from, to] = [onScale(min), onScale(max)]
  const place = (value: number | string): number => {
    if (typeof value !== 'number') return NaN
    return to > from ? (onScale(value) - from) / (to - from) : 0.5
  }
  return { label, place, ticks: ticksOf(numbers, place, logarithmic) }
}

/** The values themselves where they are few; else round ones between them. */
function ticksOf(
  numbers: readonly number[],
  place: (value: number) => number,
  logarithmic: boolean
): AxisPlace['ticks'] {
  const own = [...new Set(numbers)].sort((a, b) => a - b)
  const [min, max] = [own[0], own.at(-1)]
  if (min === undefined || max === undefined) return []
  const wanted = own.length <= 6 ? own : logarithmic ? roundFactors(min, max) : roundSteps(min, max)
  // Of values that nearly coincide only one is written.
  return wanted
    .map((value) => ({ at: place(value), text: numberText(value) }))
    .filter(({ at }, i, all) => at - (all[i - 1]?.at ?? -1) > 0.03)
}

const roundSteps = (min: number, max: number): readonly number[] =>
  axis(min, max, 6).ticks.filter((tick) => tick >= min && tick <= max)

/** Powers of ten, and 2 and 5 times them where these are few. */
function roundFactors(min: number, max: number): readonly number[] {
  const first = Math.floor(Math.log10(min))
  const count = Math.ceil(Math.log10(max)) - first + 1
  const powers = Array.from({ length: count }, (_, i) => first + i)
  const factors = count > 4 ? [1] : [1, 2, 5]
  return powers
    .flatMap((power) => factors.map((factor) => Number(`${factor}e${power}`)))
    .filter((value) => value >= min && value <= max)
}

/** With three digits: `0.00316`, `2e−5`, `128`. */
export function numberText(value: number): string {
  const size = Math.abs(value)
  if (size !== 0 && size < 1e-3) return String(Number(value.toPrecision(3))).replaceAll('-', '−')
  return size >= 100 ? shortDecimal(value, 0) : shortDecimal(Number(value.toPrecision(3)), 6)
}

/** A value of a setting, as people read it. */
export const valueText = (value: number | string | undefined): string =>
  value === undefined ? '–' : typeof value === 'number' ? numberText(value) : value
