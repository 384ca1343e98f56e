import type { Notch } from '../../core/base/notch'

type Step = (value: number, direction: 1 | -1) => number

const decade = [1, 2, 5] as const

/** The next of ..., 0.001, 0.002, 0.005, 0.01, ... in the direction. */
const logarithmic: Step = (value, direction) => {
  if (!(value > 0)) return 0.001
  const ladder: number[] = []
  for (let exponent = -7; exponent <= 1; exponent++) {
    for (const factor of decade) ladder.push(Number(`${factor}e${exponent}`))
  }
  const next =
    direction === 1
      ? ladder.find((rung) => rung > value * 1.0001)
      : ladder.reverse().find((rung) => rung < value * 0.9999)
  return next ?? value
}

/** What one press of an arrow key does to a number. */
export const notches = {
  one: (value, direction) => Math.max(0, Math.round(value) + direction),
  fromOne: (value, direction) => Math.max(1, Math.round(value) + direction),
  double: (value, direction) => Math.max(1, direction === 1 ? Math.round(value) * 2 : Math.ceil(value / 2)),
  tenth: (value, direction) => Math.min(0.9, Math.max(0, Math.round((value + direction * 0.1) * 10) / 10)),
  ten: (value, direction) => Math.min(90, Math.max(0, Math.round(value + direction * 10))),
  logarithmic
} as const satisfies Record<Notch, Step>
