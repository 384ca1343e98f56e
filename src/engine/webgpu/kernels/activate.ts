import { type Activate, type Curve, gradientOf, type PlannedMask, type Normalise } from '../plan/plan'
import { region } from '../plan/region'
import { volume } from '../../../core/layers/shape'
import type { KernelSize } from './dense'
import { elementWise } from './element-wise'
import { wgslFloat, type ImageJob } from './job'
import { activate, gradientCode, slopeRegions, throughActivation } from './activation-code'

/** Whether a pass is one of training; random masks and statistics over the batch depend on it. */
export type PassKind = 'train' | 'predict'

/** y = activation(x), and with a mask y = activation(x * mask). */
export function activateForward(
  op: Activate | PlannedMask,
  { threads, batchSize }: KernelSize,
  pass: PassKind
): ImageJob {
  const { name, input, output } = op
  const value = `memory[${input.values}u + element]`
  const masked = op.kind === 'mask' && pass === 'train' ? `${value} * ${mask(op)}` : value
  return elementWise({
    name: `${name}Forward`,
    threads,
    batchSize,
    volume: output.volume,
    body: `  memory[${output.values}u + element] = ${activate(output.activation, masked)};`,
    reads: [region.values(input)],
    writes: [region.values(output)]
  })
}

/** dx = slope(x) * dy, and with a mask dx = slope(x) * mask * dy. */
export function activateInputGradient(
  op: Activate | PlannedMask,
  { threads, batchSize }: KernelSize
): ImageJob | undefined {
  const { name, input, output } = op
  if (input.gradient === undefined) return undefined
  const gradient = `memory[${gradientOf(output)}u + element]`
  const masked = op.kind === 'mask' ? `${gradient} * ${mask(op)}` : gradient
  const through = throughActivation(input.activation, masked, `memory[${input.values}u + element]`)
  return elementWise({
    name: `${name}InputGradient`,
    threads,
    batchSize,
    volume: input.volume,
    body: `  memory[${input.gradient}u + element] = ${through};`,
    reads: [region.gradient(output), ...slopeRegions(input)],
    writes: [region.gradient(input)]
  })
}

/** y = curve(x) */
export function curveForward(
  { name, input, layer, output }: Curve,
  { threads, batchSize }: KernelSize
): ImageJob {
  return elementWise({
    name: `${name}Forward`,
    threads,
    batchSize,
    volume: output.volume,
    body: `  let x = memory[${input.values}u + element];
  memory[${output.values}u + element] = ${activate(layer, 'x')};`,
    reads: [region.values(input)],
    writes: [region.values(output)]
  })
}

/** dx = slope(x) * dy */
export function curveInputGradient(
  { name, input, layer, output }: Curve,
  { threads, batchSize }: KernelSize
): ImageJob | undefined {
  if (input.gradient === undefined) return undefined
  const gradient = gradientCode(layer, `memory[${gradientOf(output)}u + element]`, 'x')
  return elementWise({
    name: `${name}InputGradient`,
    threads,
    batchSize,
    volume: input.volume,
    body: `  let x = memory[${input.values}u + element];
  memory[${input.gradient}u + element] = ${throughActivation(input.activation, gradient, 'x')};`,
    reads: [region.gradient(output), region.values(input)],
    writes: [region.gradient(input)]
  })
}

/** x[n, y, x, c] of the planes of bytes [n, c, y, x]. */
export function normalise(
  { name, inputShape, output }: Normalise,
  { threads, batchSize }: KernelSize
): ImageJob {
  const [height, width, channels] = inputShape
  const at = `(within % ${channels}u) * ${height * width}u + within / ${channels}u`
  return elementWise({
    name: `${name}Forward`,
    threads,
    batchSize,
    volume: output.volume,
    body: `  memory[${output.values}u + element] = pixel(rows[step.first + image].x * ${volume(inputShape)}u + ${at});`,
    reads: [],
    writes: [region.values(output)]
  })
}

/** What a value is multiplied by. */
function mask({ key, mask: { threshold, scale } }: PlannedMask): string {
  const pair = `step.keys[${Math.floor(key / 2)}]`
  const [first, second] = key % 2 === 0 ? [`${pair}.x`, `${pair}.y`] : [`${pair}.z`, `${pair}.w`]
  return `select(0.0, ${wgslFloat(scale)}, layerDraw(element, ${first}, ${second}) >= ${threshold}u)`
}

/** core/layers/layer-draws.ts in WGSL. */
export const layerDrawWgsl = `
fn layerDraw(element: u32, first: u32, second: u32) -> u32 {
  var x = element ^ first;
  x = (x ^ (x >> 16u)) * 0x7feb352du;
  x = (x ^ (x >> 15u) ^ second) * 0x846ca68bu;
  return (x ^ (x >> 16u)) >> 8u;
}
`
