import { assertNever } from '../../../core/assert-never'
import type { OptimizerSpec } from '../../../core/optimizer-spec'
import type { Moment } from '../../state/race/race'

/** One line of an update: `v = 0.9 · v + g`, the same with numbers, and what comes out. */
export interface UpdateLine {
  readonly name: string
  readonly formula: string
  readonly numbers: string
  readonly result: number
}

/** A number for the eye: three decimals, or few digits and a power of ten where those would say nothing. */
export function short(value: number): string {
  const size = Math.abs(value)
  if (value === 0) return '0'
  const text = size >= 1e5 || size < 5e-4 ? value.toExponential(1) : value.toFixed(size >= 100 ? 1 : 3)
  return text.replace('-', '−').replace('e-', 'e−').replace('e+', 'e')
}

/** In brackets where a sign would stand beside another. */
const term = (value: number): string => (value < 0 ? `(${short(value)})` : short(value))

/**
 * The step that leaves `before`, written out for one of the two weights. As optimizer-spec.ts has it, without weight
 * decay, which the race does not use, and with Adam's corrections as steps of their own, as in its paper.
 * @param step number of the step, 1 for the first
 */
export function updateLines(spec: OptimizerSpec, before: Moment, axis: 0 | 1, step: number): UpdateLine[] {
  const w = axis === 0 ? before.x : before.y
  const name = axis === 0 ? 'x' : 'y'
  const g = before.slope[axis]
  const lr = spec.learningRate
  const [kept = 0, keptSquares = 0] = before.slots.map((slot) => slot[axis])
  const move = (formula: string, numbers: string, by: number): UpdateLine => ({
    name,
    formula: `${name} − ${lr} · ${formula}`,
    numbers: `${short(w)} − ${lr} · ${numbers}`,
    result: w - lr * by
  })
  const divided = (s: number, epsilon: number): UpdateLine =>
    move('g / √s', `${term(g)} / √${short(s)}`, g / (Math.sqrt(s) + epsilon))
  switch (spec.type) {
    case 'sgd': {
      if (spec.momentum === 0) return [move('g', term(g), g)]
      const v = spec.momentum * kept + g
      const line: UpdateLine = {
        name: 'v',
        formula: `${spec.momentum} · v + g`,
        numbers: `${spec.momentum} · ${term(kept)} + ${term(g)}`,
        result: v
      }
      if (!spec.nesterov) return [line, move('v', term(v), v)]
      const ahead = g + spec.momentum * v
      return [
        line,
        move(`(g + ${spec.momentum} · v)`, `(${short(g)} + ${spec.momentum} · ${term(v)})`, ahead)
      ]
    }
    case 'adagrad': {
      const s = kept + g * g
      return [
        { name: 's', formula: 's + g²', numbers: `${short(kept)} + ${term(g)}²`, result: s },
        divided(s, spec.epsilon)
      ]
    }
    case 'rmsprop': {
      const s = spec.alpha * kept + (1 - spec.alpha) * g * g
      return [mean('s', spec.alpha, kept, g, true, s), divided(s, spec.epsilon)]
    }
    case 'adam':
    case 'adamw': {
      const m = spec.beta1 * kept + (1 - spec.beta1) * g
      const v = spec.beta2 * keptSquares + (1 - spec.beta2) * g * g
      const mHat = m / (1 - spec.beta1 ** step)
      const vHat = v / (1 - spec.beta2 ** step)
      const corrected = (of: string, beta: number, value: number, result: number): UpdateLine => ({
        name: `${of}̂`,
        formula: `${of} / (1 − ${beta}^${step})`,
        numbers: `${term(value)} / ${short(1 - beta ** step)}`,
        result
      })
      return [
        mean('m', spec.beta1, kept, g, false, m),
        mean('v', spec.beta2, keptSquares, g, true, v),
        corrected('m', spec.beta1, m, mHat),
        corrected('v', spec.beta2, v, vHat),
        move('m̂ / √v̂', `${term(mHat)} / √${short(vHat)}`, mHat / (Math.sqrt(vHat) + spec.epsilon))
      ]
    }
    default:
      return assertNever(spec)
  }
}

/** A mean that moves: keeps a share of itself, and takes the rest from the slope or its square. */
function mean(
  name: string,
  share: number,
  kept: number,
  g: number,
  squared: boolean,
  result: number
): UpdateLine {
  const rest = Number((1 - share).toPrecision(6))
  const square = squared ? '²' : ''
  return {
    name,
    formula: `${share} · ${name} + ${rest} · g${square}`,
    numbers: `${share} · ${term(kept)} + ${rest} · ${term(g)}${square}`,
    result
  }
}
