import { assertNever } from './assert-never'
import type { OptimizerSpec } from './optimizer-spec'

/** How weight w at index i moves, given its gradient g: new values into the slots at i. @returns the new w */
export type OptimizerRule = (w: number, g: number, i: number) => number

/**
 * One step by the formulas of optimizer-spec.ts, weight by weight, in float64: what the reference engine trains with,
 * and what the race of the optimizers runs.
 * @param slots what the optimizer keeps for the weights, in the order of `optimizerSlots`, each f64[weights]
 * @param step number of this step, 1 for the first
 */
export function optimizerRule(
  spec: OptimizerSpec,
  learningRate: number,
  step: number,
  slots: readonly Float64Array[]
): OptimizerRule {
  const [first = new Float64Array(0), second = new Float64Array(0)] = slots
  switch (spec.type) {
    case 'sgd':
      return (w, g, i) => {
        const d = g + spec.weightDecay * w
        const v = spec.momentum * at(first, i) + d
        first[i] = v
        return w - learningRate * (spec.nesterov ? d + spec.momentum * v : v)
      }
    case 'adagrad':
      return (w, g, i) => {
        const d = g + spec.weightDecay * w
        const s = at(first, i) + d * d
        first[i] = s
        return w - (learningRate * d) / (Math.sqrt(s) + spec.epsilon)
      }
    case 'rmsprop':
      return (w, g, i) => {
        const d = g + spec.weightDecay * w
        const s = spec.alpha * at(first, i) + (1 - spec.alpha) * d * d
        first[i] = s
        return w - (learningRate * d) / (Math.sqrt(s) + spec.epsilon)
      }
    case 'adam':
    case 'adamw': {
      const decoupled = spec.type === 'adamw'
      const rate = learningRate / (1 - spec.beta1 ** step)
      const rootOfCorrection = Math.sqrt(1 - spec.beta2 ** step)
      return (w, g, i) => {
        const d = decoupled ? g : g + spec.weightDecay * w
        const decayed = decoupled ? w - learningRate * spec.weightDecay * w : w
        const m = spec.beta1 * at(first, i) + (1 - spec.beta1) * d
        const v = spec.beta2 * at(second, i) + (1 - spec.beta2) * d * d
        first[i] = m
        second[i] = v
        return decayed - (rate * m) / (Math.sqrt(v) / rootOfCorrection + spec.epsilon)
      }
    }
    default:
      return assertNever(spec)
  }
}

/** Reads one value; outside the array it is NaN, which no test overlooks. */
function at(values: Float64Array, index: number): number {
  return values[index] ?? NaN
}
