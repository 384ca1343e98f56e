import { required } from '../base/required'
import { knobLine, type KnobLine } from './knob-line'
import { knobLineTexts as say } from './knob-line.text'
import { knobs } from './knobs'
import { type OptimizerRule, stateValue, type TorchOptimizer } from './optimizer-kind'

/**
 * What Adam and AdamW share, given d:
 * m <- beta1 * m + (1 - beta1) * d; v <- beta2 * v + (1 - beta2) * d * d;
 * w <- w - lr / (1 - beta1^t) * m / (sqrt(v) / sqrt(1 - beta2^t) + epsilon).
 */
interface Moments {
  readonly beta1: number
  readonly beta2: number
  readonly epsilon: number
}

export const momentsSchema = {
  learningRate: knobs.learningRate.schema,
  beta1: knobs.beta1.schema.default(0.9),
  beta2: knobs.beta2.schema.default(0.999),
  epsilon: knobs.epsilon.schema.default(1e-8)
}

export const usualMoments = { learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 } as const

export const momentNames = ['firstMoment', 'secondMoment'] as const

/** @param decay gives d, and where the step starts */
export function momentsRule(
  { beta1, beta2, epsilon }: Moments,
  learningRate: number,
  step: number,
  kept: readonly Float64Array[],
  decay: { direction(w: number, g: number): number; start(w: number): number }
): OptimizerRule {
  const first = required(kept[0], 'the first moments')
  const second = required(kept[1], 'the second moments')
  const rate = learningRate / (1 - beta1 ** step)
  const rootOfCorrection = Math.sqrt(1 - beta2 ** step)
  return (w, g, i) => {
    const d = decay.direction(w, g)
    const m = beta1 * stateValue(first, i) + (1 - beta1) * d
    const v = beta2 * stateValue(second, i) + (1 - beta2) * d * d
    first[i] = m
    second[i] = v
    return decay.start(w) - (rate * m) / (Math.sqrt(v) / rootOfCorrection + epsilon)
  }
}

export function pytorchMoments({ beta1, beta2, epsilon }: Moments): readonly KnobLine[] {
  return [
    knobLine('beta1', say.beta1(beta1))`betas=(${beta1},`,
    knobLine('beta2', say.beta2(beta2))`       ${beta2}),`,
    knobLine('epsilon', say.epsilon(epsilon))`eps=${epsilon},`
  ]
}

export function tfjsMoments({ beta1, beta2, epsilon }: Moments): readonly KnobLine[] {
  return [
    knobLine('beta1', say.tfjsBeta1(beta1))`${beta1}, // beta 1`,
    knobLine('beta2', say.tfjsBeta2(beta2))`${beta2}, // beta 2`,
    knobLine('epsilon', say.tfjsEpsilon(epsilon))`${epsilon} // epsilon`
  ]
}

export function torchMoments(spec: Moments & { readonly weightDecay: number }): TorchOptimizer {
  const { beta1, beta2, epsilon, weightDecay } = spec
  return {
    group: { betas: [beta1, beta2], eps: epsilon, weight_decay: weightDecay, amsgrad: false },
    state: ['exp_avg', 'exp_avg_sq'],
    countsSteps: true
  }
}
