import {
  optimizerKind,
  type OptimizerSpec,
  type OptimizerType
} from '../../../core/optimizers/optimizer-kinds'
import type { OptimizerTable } from '../../shared/optimizer-table'
import { wgslFloat } from './job'

/** What an optimizer's formula needs in each step, computed by the host in float64. */
export interface StepRates {
  readonly rate: number
  readonly correction: number
  readonly shrink: number
}

const plain = (_: OptimizerSpec, learningRate: number): StepRates => ({
  rate: learningRate,
  correction: 1,
  shrink: 1
})
const rates: OptimizerTable<StepRates, [learningRate: number, step: number]> = {
  sgd: plain,
  adagrad: plain,
  rmsprop: plain,
  adam: correctedRates,
  adamw: correctedRates,
  muon: (spec, learningRate) => ({
    rate: learningRate,
    correction: 1,
    shrink: 1 - learningRate * spec.weightDecay
  })
}

/** @param step counted from 1 */
export function stepRates<T extends OptimizerType>(
  spec: OptimizerSpec<T>,
  learningRate: number,
  step: number
): StepRates {
  return rates[spec.type](spec, learningRate, step)
}

function correctedRates(
  spec: OptimizerSpec<'adam' | 'adamw'>,
  learningRate: number,
  step: number
): StepRates {
  return {
    rate: learningRate / (1 - spec.beta1 ** step),
    correction: Math.sqrt(1 - spec.beta2 ** step),
    shrink: decaysWeights(spec) ? 1 - learningRate * spec.weightDecay : 1
  }
}

/**
 * `fn name(i: u32, gradient: f32)`: one weight's step, by the formulas of core/optimizers.
 * @param parameters floats from a weight to the first value that the optimizer keeps for it, and from there to the second
 */
export function optimizerCode<T extends OptimizerType>(
  spec: OptimizerSpec<T>,
  parameters: number,
  name: 'optimize' | 'moveWeight'
): string {
  const first = `memory[i + ${parameters}u]`
  const second = `memory[i + ${2 * parameters}u]`
  const decay = decaysWeights(spec) ? 0 : spec.weightDecay
  return `${directionCode[spec.type](spec, first)}
fn ${name}(i: u32, gradient: f32) {
  let weight = memory[i];
  let direction = ${decay === 0 ? 'gradient' : `fma(${wgslFloat(decay)}, weight, gradient)`};
${rules[spec.type](spec, first, second)}
}
`
}

const none = (): string => ''

/** `fn directionOf(i: u32, gradient: f32) -> f32` of those that move matrices as a whole: what is orthogonalised. */
const directionCode: OptimizerTable<string, [first: string]> = {
  sgd: none,
  adagrad: none,
  rmsprop: none,
  adam: none,
  adamw: none,
  muon: ({ momentum, nesterov }, first) => `
fn directionOf(i: u32, gradient: f32) -> f32 {
  let taken = ${wgslFloat(1 - momentum)} * gradient;
  let velocity = fma(${wgslFloat(momentum)}, ${first}, taken);
  ${first} = velocity;
  return ${nesterov ? `fma(${wgslFloat(momentum)}, velocity, taken)` : 'velocity'};
}
`
}

const rules: OptimizerTable<string, [first: string, second: string]> = {
  sgd({ momentum, nesterov }, first) {
    const ahead = `fma(${wgslFloat(momentum)}, velocity, direction)`
    return `
  let velocity = fma(${wgslFloat(momentum)}, ${first}, direction);
  ${first} = velocity;
  memory[i] = weight - step.rate * ${nesterov ? ahead : 'velocity'};`
  },
  adagrad: ({ epsilon }, first) => `
  let sum = fma(direction, direction, ${first});
  ${first} = sum;
  memory[i] = weight - step.rate * direction / (sqrt(sum) + ${wgslFloat(epsilon)});`,
  rmsprop: ({ alpha, epsilon }, first) => `
  let average = ${wgslFloat(alpha)} * ${first} + ${wgslFloat(1 - alpha)} * direction * direction;
  ${first} = average;
  memory[i] = weight - step.rate * direction / (sqrt(average) + ${wgslFloat(epsilon)});`,
  adam: moments,
  adamw: moments,
  muon: () => `
  memory[i] = step.shrink * weight - step.rate * directionOf(i, direction);`
}

function moments(
  { beta1, beta2, epsilon }: OptimizerSpec<'adam' | 'adamw'>,
  first: string,
  second: string
): string {
  return `
  let mean = ${wgslFloat(beta1)} * ${first} + ${wgslFloat(1 - beta1)} * direction;
  let square = ${wgslFloat(beta2)} * ${second} + ${wgslFloat(1 - beta2)} * direction * direction;
  ${first} = mean;
  ${second} = square;
  memory[i] = step.shrink * weight - step.rate * mean / (sqrt(square) / step.correction + ${wgslFloat(epsilon)});`
}

function decaysWeights(spec: OptimizerSpec): boolean {
  return optimizerKind(spec).decays === 'weight'
}
