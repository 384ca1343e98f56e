import type { OptimizerSpec } from '../../../core/optimizers/optimizer-kinds'
import { float } from './job'

/** What an optimizer's formula needs in each step, computed by the host in float64. */
export interface StepRates {
  readonly rate: number
  readonly correction: number
  readonly shrink: number
}

/** @param step counted from 1 */
export function stepRates(spec: OptimizerSpec, learningRate: number, step: number): StepRates {
  if (spec.type !== 'adam' && spec.type !== 'adamw') return { rate: learningRate, correction: 1, shrink: 1 }
  return {
    rate: learningRate / (1 - spec.beta1 ** step),
    correction: Math.sqrt(1 - spec.beta2 ** step),
    shrink: spec.type === 'adamw' ? 1 - learningRate * spec.weightDecay : 1
  }
}

/**
 * `fn optimize(i: u32, gradient: f32)`: one weight's step, by the formulas of core/optimizers.
 * @param parameters floats from a weight to its first slot, and from there to its second
 */
export function optimizerCode(spec: OptimizerSpec, parameters: number): string {
  const first = `memory[i + ${parameters}u]`
  const second = `memory[i + ${2 * parameters}u]`
  const decay = spec.type === 'adamw' ? 0 : spec.weightDecay
  return `
fn optimize(i: u32, gradient: f32) {
  let weight = memory[i];
  let direction = ${decay === 0 ? 'gradient' : `fma(${float(decay)}, weight, gradient)`};
${rule(spec, first, second)}
}
`
}

function rule(spec: OptimizerSpec, first: string, second: string): string {
  switch (spec.type) {
    case 'sgd': {
      const { momentum, nesterov } = spec
      const ahead = `fma(${float(momentum)}, velocity, direction)`
      return `
  let velocity = fma(${float(momentum)}, ${first}, direction);
  ${first} = velocity;
  memory[i] = weight - step.rate * ${nesterov ? ahead : 'velocity'};`
    }
    case 'adagrad':
      return `
  let sum = fma(direction, direction, ${first});
  ${first} = sum;
  memory[i] = weight - step.rate * direction / (sqrt(sum) + ${float(spec.epsilon)});`
    case 'rmsprop':
      return `
  let average = ${float(spec.alpha)} * ${first} + ${float(1 - spec.alpha)} * direction * direction;
  ${first} = average;
  memory[i] = weight - step.rate * direction / (sqrt(average) + ${float(spec.epsilon)});`
    case 'adam':
    case 'adamw':
      return `
  let mean = ${float(spec.beta1)} * ${first} + ${float(1 - spec.beta1)} * direction;
  let square = ${float(spec.beta2)} * ${second} + ${float(1 - spec.beta2)} * direction * direction;
  ${first} = mean;
  ${second} = square;
  memory[i] = step.shrink * weight - step.rate * mean / (sqrt(square) / step.correction + ${float(spec.epsilon)});`
  }
}
