import type { Activate, Dropout, Normalise } from '../plan/plan'
import { dropoutScale, dropoutThreshold } from '../../../core/layers/dropout-mask'
import { volume } from '../../../core/layers/layer-kind'
import type { Tiling } from './dense'
import { elementWise } from './element-wise'
import { float, type ImageJob, region } from './job'
import { activate, throughActivation } from './preamble'

/** Whether a pass is one of training; what dropout and batch normalisation do depends on it. */
export type Pass = 'train' | 'predict'

/** y = activation(x), and with dropout y = activation(x * mask). */
export function activateForward(
  op: Activate | Dropout,
  { threads, batchSize }: Tiling,
  pass: Pass
): ImageJob {
  const { name, input, output } = op
  const value = `memory[${input.values}u + element]`
  const masked = op.kind === 'dropout' && pass === 'train' ? `${value} * ${mask(op)}` : value
  return elementWise({
    name: `${name}Forward`,
    threads,
    batchSize,
    volume: output.volume,
    body: `  memory[${output.values}u + element] = ${activate(output.activation, masked)};`,
    reads: [region.values(input.name)],
    writes: [region.values(output.name)]
  })
}

/** dx = slope(x) * dy, and with dropout dx = slope(x) * mask * dy. */
export function activateInputGradient(
  op: Activate | Dropout,
  { threads, batchSize }: Tiling
): ImageJob | undefined {
  const { name, input, output } = op
  if (input.gradient === undefined) return undefined
  const gradient = `memory[${output.gradient ?? 0}u + element]`
  const masked = op.kind === 'dropout' ? `${gradient} * ${mask(op)}` : gradient
  const through = throughActivation(input.activation, masked, `memory[${input.values}u + element]`)
  return elementWise({
    name: `${name}InputGradient`,
    threads,
    batchSize,
    volume: input.volume,
    body: `  memory[${input.gradient}u + element] = ${through};`,
    reads: [region.gradient(output.name), region.values(input.name)],
    writes: [region.gradient(input.name)]
  })
}

/** x[n, y, x, c] of the planes of bytes [n, c, y, x]. */
export function normalise({ name, inputShape, output }: Normalise, { threads, batchSize }: Tiling): ImageJob {
  const [height, width, channels] = inputShape
  const at = `(within % ${channels}u) * ${height * width}u + within / ${channels}u`
  return elementWise({
    name: `${name}Forward`,
    threads,
    batchSize,
    volume: output.volume,
    body: `  memory[${output.values}u + element] = pixel(rows[step.first + image].x * ${volume(inputShape)}u + ${at});`,
    reads: [],
    writes: [region.values(output.name)]
  })
}

/** core/layers/dropout-mask.ts in WGSL: 0, or what a kept value is multiplied by. */
function mask({ key, rate }: Dropout): string {
  const pair = `step.keys[${Math.floor(key / 2)}]`
  const [first, second] = key % 2 === 0 ? [`${pair}.x`, `${pair}.y`] : [`${pair}.z`, `${pair}.w`]
  const scale = float(dropoutScale(rate))
  return `select(0.0, ${scale}, dropoutDraw(element, ${first}, ${second}) >= ${dropoutThreshold(rate)}u)`
}

export const dropoutDraw = `
fn dropoutDraw(element: u32, first: u32, second: u32) -> u32 {
  var x = element ^ first;
  x = (x ^ (x >> 16u)) * 0x7feb352du;
  x = (x ^ (x >> 15u) ^ second) * 0x846ca68bu;
  return (x ^ (x >> 16u)) >> 8u;
}
`
