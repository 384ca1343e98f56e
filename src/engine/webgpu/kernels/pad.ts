import { gradientOf, type Pad } from '../plan/plan'
import { region } from '../plan/region'
import { activate, slopeRegions, throughActivation } from './activation-code'
import type { KernelSize } from './dense'
import { elementWise } from './element-wise'
import type { ImageJob } from './job'

/** y[above + row, left + column] = activation(x[row, column]), and activation(0) around that. */
export function padForward(
  { name, input, inputShape, outputShape, above, left, output }: Pad,
  { threads, batchSize }: KernelSize
): ImageJob {
  const [height, width, channels] = inputShape
  return elementWise({
    name: `${name}Forward`,
    threads,
    batchSize,
    volume: output.volume,
    // Above and to the left of the input the differences wrap around to large numbers.
    body: `  let row = within / ${outputShape[1] * channels}u - ${above}u;
  let column = within / ${channels}u % ${outputShape[1]}u - ${left}u;
  var value = 0.0;
  if (row < ${height}u && column < ${width}u) {
    value = memory[${input.values}u + image * ${input.volume}u + (row * ${width}u + column) * ${channels}u + within % ${channels}u];
  }
  memory[${output.values}u + element] = ${activate(output.activation, 'value')};`,
    reads: [region.values(input)],
    writes: [region.values(output)]
  })
}

/** dx[row, column] = slope(x) * dy[above + row, left + column] */
export function padInputGradient(
  { name, input, inputShape, outputShape, above, left, output }: Pad,
  { threads, batchSize }: KernelSize
): ImageJob | undefined {
  if (input.gradient === undefined) return undefined
  const [, width, channels] = inputShape
  const rowValues = width * channels
  const dy = `memory[${gradientOf(output)}u + at]`
  return elementWise({
    name: `${name}InputGradient`,
    threads,
    batchSize,
    volume: input.volume,
    body: `  let row = within / ${rowValues}u + ${above}u;
  let at = image * ${output.volume}u + (row * ${outputShape[1]}u + ${left}u) * ${channels}u + within % ${rowValues}u;
  memory[${input.gradient}u + element] = ${throughActivation(input.activation, dy, `memory[${input.values}u + element]`)};`,
    reads: [region.gradient(output), ...slopeRegions(input)],
    writes: [region.gradient(input)]
  })
}
