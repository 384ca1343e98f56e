import { shortNumber } from '../format/short-number'

/** One line of an update: `v = 0.9 · v + g`, the same with numbers, and what comes out. */
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

/** In brackets where a sign would stand beside another. */
export const term = (value: number): string => (value < 0 ? `(${shortNumber(value)})` : shortNumber(value))

/** The last line: the weight moves by the learning rate times something. */
export function moveLine(
  { name, weight }: UpdateStart,
  learningRate: number,
  by: Omit<UpdateLine, 'name'>
): UpdateLine {
  return {
    name,
    formula: `${name} − ${learningRate} · ${by.formula}`,
    numbers: `${shortNumber(weight)} − ${learningRate} · ${by.numbers}`,
    result: weight - learningRate * by.result
  }
}

/** The slope divided by the root of s, and by epsilon beside it, which is too small to be written. */
export function rootLine(start: UpdateStart, learningRate: number, s: number, epsilon: number): UpdateLine {
  const { gradient } = start
  return moveLine(start, learningRate, {
    formula: 'g / √s',
    numbers: `${term(gradient)} / √${shortNumber(s)}`,
    result: gradient / (Math.sqrt(s) + epsilon)
  })
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
  return {
    name,
    formula: `${share} · ${name} + ${rest} · g${square}`,
    numbers: `${share} · ${term(kept)} + ${rest} · ${term(gradient)}${square}`,
    result: share * kept + (1 - share) * gradient * (of === 'square' ? gradient : 1)
  }
}
