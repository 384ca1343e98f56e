import { channelCount } from '../../../core/layers/shape'
import { type Add, type Concatenate, type Fork, gradientOf, type PlacedTensor } from '../plan/plan'
import { region } from '../plan/region'
import { activate, slopeRegions, throughActivation } from './activation-code'
import type { KernelSize } from './dense'
import { elementWise } from './element-wise'
import type { ImageJob } from './job'

/** y = activation(x0 + x1 + ...) */
export function addForward({ name, inputs, output }: Add, { threads, batchSize }: KernelSize): ImageJob {
  const sum = inputs.map(({ values }) => `memory[${values}u + element]`).join(' + ')
  return elementWise({
    name: `${name}Forward`,
    threads,
    batchSize,
    volume: output.volume,
    body: `  memory[${output.values}u + element] = ${activate(output.activation, sum)};`,
    reads: inputs.map(region.values),
    writes: [region.values(output)]
  })
}

/** dx = slope(x) * dy, for each input that needs it. */
export function addInputGradients(
  { name, inputs, output }: Add,
  { threads, batchSize }: KernelSize
): ImageJob | undefined {
  const needed = inputs.filter(needsGradient)
  if (needed.length === 0) return undefined
  const dy = `memory[${gradientOf(output)}u + element]`
  return elementWise({
    name: `${name}InputGradients`,
    threads,
    batchSize,
    volume: output.volume,
    body: needed
      .map((input) => `  memory[${gradientOf(input)}u + element] = ${through(input, dy, 'element')};`)
      .join('\n'),
    reads: [region.gradient(output), ...needed.flatMap(slopeRegions)],
    writes: needed.map(region.gradient)
  })
}

/** y[..., begin of the input + c] = activation(x[..., c]) */
export function concatenateForward(
  { name, inputs, output }: Concatenate,
  { threads, batchSize }: KernelSize
): ImageJob {
  const parts = partsOf(inputs)
  const body = eachPart(output, parts, ({ input }, at) => `value = memory[${input.values}u + ${at}];`)
  return elementWise({
    name: `${name}Forward`,
    threads,
    batchSize,
    volume: output.volume,
    body: `  var value = 0.0;
${body}
  memory[${output.values}u + element] = ${activate(output.activation, 'value')};`,
    reads: inputs.map(region.values),
    writes: [region.values(output)]
  })
}

/** dx[..., c] = slope(x[..., c]) * dy[..., begin of the input + c], for each input that needs it. */
export function concatenateInputGradients(
  { name, inputs, output }: Concatenate,
  { threads, batchSize }: KernelSize
): ImageJob | undefined {
  const needed = inputs.filter(needsGradient)
  if (needed.length === 0) return undefined
  const dy = `memory[${gradientOf(output)}u + element]`
  return elementWise({
    name: `${name}InputGradients`,
    threads,
    batchSize,
    volume: output.volume,
    body: eachPart(output, partsOf(inputs), ({ input }, at) =>
      needsGradient(input) ? `memory[${gradientOf(input)}u + ${at}] = ${through(input, dy, at)};` : ''
    ),
    reads: [region.gradient(output), ...needed.flatMap(slopeRegions)],
    writes: needed.map(region.gradient)
  })
}

/** dy of the first reader becomes the sum of all. */
export function forkGradient({ name, output, copies }: Fork, { threads, batchSize }: KernelSize): ImageJob {
  const all = [output, ...copies].map((tensor) => `memory[${gradientOf(tensor)}u + element]`)
  return elementWise({
    name: `${name}Gradient`,
    threads,
    batchSize,
    volume: output.volume,
    body: `  memory[${gradientOf(output)}u + element] = ${all.join(' + ')};`,
    reads: [output, ...copies].map(region.gradient),
    writes: [region.gradient(output)]
  })
}

function needsGradient({ gradient }: PlacedTensor): boolean {
  return gradient !== undefined
}

/** @param at index of a value in the tensor */
function through({ activation, values }: PlacedTensor, gradient: string, at: string): string {
  return throughActivation(activation, gradient, `memory[${values}u + ${at}]`)
}

/** An input, and the channels of the output that belong to it: from `begin` to `end`. */
interface Part {
  readonly input: PlacedTensor
  readonly begin: number
  readonly end: number
}

function partsOf(inputs: readonly PlacedTensor[]): Part[] {
  let end = 0
  return inputs.map((input) => {
    const begin = end
    end += channelCount(input.shape)
    return { input, begin, end }
  })
}

/** Finds the input that an element of the output belongs to. @param body given the index of the value in that input */
function eachPart(
  output: PlacedTensor,
  parts: readonly Part[],
  body: (part: Part, at: string) => string
): string {
  const channels = channelCount(output.shape)
  const branches = parts.map((part) => {
    const own = part.end - part.begin
    return `if (channel < ${part.end}u) {
    let at = image * ${part.input.volume}u + (within / ${channels}u) * ${own}u + channel - ${part.begin}u;
    ${body(part, 'at')}
  }`
  })
  return `  let channel = within % ${channels}u;
  ${branches.join(' else ')}`
}
