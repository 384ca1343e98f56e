import { shortNumber } from '../format/short-number'

/**
 * One line of an update: `v = 0.9 · v + g`, the same with numbers, and what comes out. A reader who computes with the numbers
 * as they are written gets the result as `shortNumber` writes it.
 */
export interface UpdateLine {
  readonly name: string
  readonly formula: string
  readonly numbers: string
  readonly result: number
}

/** One weight before a step. */
export interface UpdateStart {
  /** `x` */
  readonly name: string
  readonly weight: number
  readonly gradient: number
  /** What the optimizer keeps for it, in the order of its `stateNames`. */
  readonly kept: readonly number[]
  /** Number of the step, 1 for the first. */
  readonly step: number
}

/** What is written on a line and what comes out of it, with every number rounded by `r`. */
export type Sum = (r: (value: number) => number) => Omit<UpdateLine, 'name' | 'formula'>

const plain = (value: number): string => String(value).replaceAll('-', '−').replace('e+', 'e')

/** In brackets where a sign would stand beside another. */
export const term = (value: number): string => (value < 0 ? `(${plain(value)})` : plain(value))

const fewestDigits = 4
/** What lies closer than this share of itself to the middle of two results could be rounded either way. */
const tie = 1e-9
/** Of a double. */
const mostDigits = 15

/** A line whose numbers have as many digits as the result needs, and no more. */
export function updateLine(name: string, formula: string, sum: Sum): UpdateLine {
  const { result } = sum((value) => value)
  for (let digits = fewestDigits; digits < mostDigits; digits++) {
    const written = sum((value) => Number(value.toPrecision(digits)))
    if ([1 - tie, 1 + tie].every((by) => shortNumber(written.result * by) === shortNumber(result))) {
      return { name, formula, numbers: written.numbers, result }
    }
  }
  return { name, formula, ...sum((value) => Number(value.toPrecision(mostDigits))), result }
}

/** The last line: the weight moves by the learning rate times something. */
export function moveLine(
  { name, weight }: UpdateStart,
  learningRate: number,
  formula: string,
  by: Sum
): UpdateLine {
  return updateLine(name, `${name} − ${learningRate} · ${formula}`, (r) => {
    const { numbers, result } = by(r)
    return {
      numbers: `${plain(r(weight))} − ${learningRate} · ${numbers}`,
      result: r(weight) - learningRate * result
    }
  })
}

/** The slope divided by the root of s, and by epsilon beside it, which is too small to be written. */
export function rootLine(start: UpdateStart, learningRate: number, s: number, epsilon: number): UpdateLine {
  const { gradient } = start
  return moveLine(start, learningRate, 'g / √s', (r) => ({
    numbers: `${term(r(gradient))} / √${plain(r(s))}`,
    result: r(gradient) / (Math.sqrt(r(s)) + epsilon)
  }))
}

/** A mean that moves: keeps a share of itself, and takes the rest from the slope or its square. */
export function meanLine(
  name: string,
  share: number,
  kept: number,
  gradient: number,
  of: 'slope' | 'square'
): UpdateLine {
  const rest = Number((1 - share).toPrecision(6))
  const square = of === 'square' ? '²' : ''
  return updateLine(name, `${share} · ${name} + ${rest} · g${square}`, (r) => {
    const g = r(gradient)
    return {
      numbers: `${share} · ${term(r(kept))} + ${rest} · ${term(g)}${square}`,
      result: share * r(kept) + (1 - share) * g * (of === 'square' ? g : 1)
    }
  })
}
