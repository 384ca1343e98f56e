import { gradientOf, type PlannedStandardise } from '../plan/plan'
import { region } from '../plan/region'
import type { PassKind } from './activate'
import type { KernelSize } from './dense'
import { elementWise } from './element-wise'
import { wgslFloat, type Job } from './job'
import { activate, throughActivation } from './activation-code'

/** The batch's mean and 1 / sqrt(variance + epsilon), and the moving averages. A workgroup does a channel. */
export function batchStatistics(op: PlannedStandardise, threads: number): Job {
  const { name, input, channels, momentum, epsilon, movingMean, movingVariance, statistics } = op
  const positions = input.volume / channels
  const kept = wgslFloat(1 - momentum)
  const value = `memory[${input.values}u + i * ${channels}u + tile]`
  const code = `
fn ${name}Statistics(tile: u32, thread: u32) {
  let count = step.images * ${positions}u;
  var sum = 0.0;
  for (var i = thread; i < count; i += ${threads}u) { sum += ${value}; }
  let mean = workgroupSum(sum, thread) / f32(count);
  var squares = 0.0;
  for (var i = thread; i < count; i += ${threads}u) {
    let difference = ${value} - mean;
    squares = fma(difference, difference, squares);
  }
  let total = workgroupSum(squares, thread);
  if (thread == 0u) {
    memory[${statistics}u + tile] = mean;
    memory[${statistics + channels}u + tile] = 1.0 / sqrt(total / f32(count) + ${wgslFloat(epsilon)});
    memory[${movingMean}u + tile] = ${kept} * memory[${movingMean}u + tile] + ${wgslFloat(momentum)} * mean;
    memory[${movingVariance}u + tile] =
      ${kept} * memory[${movingVariance}u + tile] + ${wgslFloat(momentum)} * (total / f32(count - 1u));
  }
}`
  return {
    name: `${name}Statistics`,
    code,
    tiles: channels,
    threads,
    scratch: threads,
    reads: [region.values(input)],
    writes: [region.statistics(name), region.moving(name)]
  }
}

/** y = activation(gamma[c] * (x - mean[c]) / sqrt(variance[c] + epsilon) + beta[c]) */
export function standardiseForward(
  op: PlannedStandardise,
  { threads, batchSize }: KernelSize,
  pass: PassKind
): Job {
  const { name, input, output, channels, gamma, beta, statistics, movingMean, movingVariance, epsilon } = op
  const [mean, inverse] =
    pass === 'train'
      ? [`memory[${statistics}u + c]`, `memory[${statistics + channels}u + c]`]
      : [`memory[${movingMean}u + c]`, `1.0 / sqrt(memory[${movingVariance}u + c] + ${wgslFloat(epsilon)})`]
  const body = `
  let c = within % ${channels}u;
  let normalised = (memory[${input.values}u + element] - ${mean}) * (${inverse});
  let value = fma(memory[${gamma}u + c], normalised, memory[${beta}u + c]);
  memory[${output.values}u + element] = ${activate(output.activation, 'value')};`
  return elementWise({
    name: `${name}Forward`,
    threads,
    batchSize,
    volume: output.volume,
    body,
    reads: [
      region.values(input),
      region.parameters(name),
      pass === 'train' ? region.statistics(name) : region.moving(name)
    ],
    writes: [region.values(output)]
  })
}

/** dgamma[c] = sum of dy * (x - mean) / sqrt(variance + epsilon); dbeta[c] = sum of dy. A workgroup does a channel. */
export function standardiseSums(op: PlannedStandardise, threads: number): Job {
  const { name, input, output, channels, statistics, sums } = op
  const code = `
fn ${name}Sums(tile: u32, thread: u32) {
  let mean = memory[${statistics}u + tile];
  let inverse = memory[${statistics + channels}u + tile];
  var products = 0.0;
  var sum = 0.0;
  for (var i = thread; i < step.images * ${input.volume / channels}u; i += ${threads}u) {
    let gradient = memory[${gradientOf(output)}u + i * ${channels}u + tile];
    products = fma(gradient, (memory[${input.values}u + i * ${channels}u + tile] - mean) * inverse, products);
    sum += gradient;
  }
  let gammaGradient = workgroupSum(products, thread);
  let betaGradient = workgroupSum(sum, thread);
  if (thread == 0u) {
    memory[${sums}u + tile] = gammaGradient;
    memory[${sums + channels}u + tile] = betaGradient;
  }
}`
  return {
    name: `${name}Sums`,
    code,
    tiles: channels,
    threads,
    scratch: threads,
    reads: [region.values(input), region.gradient(output), region.statistics(name)],
    writes: [region.sums(name)]
  }
}

/** dx = slope(x) * gamma / sqrt(variance + epsilon) * (dy - (dbeta + normalised * dgamma) / M), M values a channel. */
export function standardiseInputGradient(
  op: PlannedStandardise,
  { threads, batchSize }: KernelSize
): Job | undefined {
  const { name, input, output, channels, gamma, statistics, sums } = op
  if (input.gradient === undefined) return undefined
  const x = `memory[${input.values}u + element]`
  const body = `
  let c = within % ${channels}u;
  let inverse = memory[${statistics + channels}u + c];
  let normalised = (${x} - memory[${statistics}u + c]) * inverse;
  let mean = fma(normalised, memory[${sums}u + c], memory[${sums + channels}u + c])
    / f32(step.images * ${input.volume / channels}u);
  let gradient = memory[${gamma}u + c] * inverse * (memory[${gradientOf(output)}u + element] - mean);
  memory[${input.gradient}u + element] = ${throughActivation(input.activation, 'gradient', x)};`
  return elementWise({
    name: `${name}InputGradient`,
    threads,
    batchSize,
    volume: input.volume,
    body,
    reads: [
      region.values(input),
      region.gradient(output),
      region.statistics(name),
      region.sums(name),
      region.parameters(name)
    ],
    writes: [region.gradient(input)]
  })
}

/** Gives the gradients of gamma and beta to the optimizer; both lie one after the other. */
export function standardiseUpdate({ name, channels, gamma, sums }: PlannedStandardise, threads: number): Job {
  const code = `
fn ${name}Update(tile: u32, thread: u32) {
  let i = tile * ${threads}u + thread;
  if (i < ${2 * channels}u) { optimize(${gamma}u + i, memory[${sums}u + i]); }
}`
  return {
    name: `${name}Update`,
    code,
    tiles: Math.ceil((2 * channels) / threads),
    threads,
    scratch: 0,
    reads: [region.sums(name)],
    writes: [region.parameters(name)]
  }
}
