import { volume } from '../../../core/layers/shape'
import { gradientOf, type Pool } from '../plan/plan'
import { region } from '../plan/region'
import type { KernelSize } from './dense'
import { elementWise } from './element-wise'
import { wgslFloat, type Job } from './job'
import { activate, slopeRegions, throughActivation } from './activation-code'

/** The largest value of each window, of equal ones the first, or the mean. */
export function poolForward(op: Pool, { threads, batchSize }: KernelSize): Job {
  const { name, input, inputShape, outputShape, size, strides, winners, output } = op
  const [, width, channels] = inputShape
  const [, outWidth] = outputShape
  const each = (body: string): string => `
  for (var i = 0u; i < ${volume(size)}u; i++) {
    let value = memory[first + ((i / ${size[1]}u) * ${width}u + i % ${size[1]}u) * ${channels}u];
    ${body}
  }`
  const reduce =
    winners !== undefined
      ? `
  var best = memory[first];
  var winner = 0u;${each('if (value > best || value != value) { best = value; winner = i; }')}
  memory[${winners}u + element] = f32(winner);
  let result = best;`
      : `
  var sum = 0.0;${each('sum += value;')}
  let result = sum * ${wgslFloat(1 / volume(size))};`
  const body = `
  let channel = within % ${channels}u;
  let px = (within / ${channels}u) % ${outWidth}u;
  let py = within / ${channels * outWidth}u;
  let corner = (py * ${strides[0]}u * ${width}u + px * ${strides[1]}u) * ${channels}u;
  let first = ${input.values}u + image * ${input.volume}u + corner + channel;${reduce}
  memory[${output.values}u + element] = ${activate(output.activation, 'result')};`
  return elementWise({
    name: `${name}Forward`,
    threads,
    batchSize,
    volume: output.volume,
    body,
    reads: [region.values(input)],
    writes: [region.values(output), ...(winners === undefined ? [] : [region.winners(name)])]
  })
}

/** Each input gathers from the windows that it lies in. */
export function poolInputGradient(op: Pool, { threads, batchSize }: KernelSize): Job | undefined {
  const { name, input, inputShape, outputShape, size, strides, winners, output } = op
  if (input.gradient === undefined) return undefined
  const [, width, channels] = inputShape
  const [outHeight, outWidth] = outputShape
  const share =
    winners === undefined
      ? `sum = fma(memory[${gradientOf(output)}u + at], ${wgslFloat(1 / volume(size))}, sum);`
      : `let winner = u32(memory[${winners}u + at]);
      if (winner == (y - py * ${strides[0]}u) * ${size[1]}u + x - px * ${strides[1]}u) {
        sum += memory[${gradientOf(output)}u + at];
      }`
  const windows = (axis: 0 | 1, at: string, outputs: number): string => {
    const window = size[axis]
    const stride = strides[axis]
    return `
  let first${at} = (max(i32(${at}) - ${window - 1}, 0) + ${stride - 1}) / ${stride};
  let past${at} = min(i32(${at}) / ${stride} + 1, ${outputs});`
  }
  const body = `
  let channel = within % ${channels}u;
  let x = (within / ${channels}u) % ${width}u;
  let y = within / ${channels * width}u;${windows(0, 'y', outHeight)}${windows(1, 'x', outWidth)}
  var sum = 0.0;
  for (var i = firsty; i < pasty; i++) {
    for (var j = firstx; j < pastx; j++) {
      let py = u32(i);
      let px = u32(j);
      let at = ((image * ${outHeight}u + py) * ${outWidth}u + px) * ${channels}u + channel;
      ${share}
    }
  }
  memory[${input.gradient}u + element] = ${throughActivation(input.activation, 'sum', `memory[${input.values}u + element]`)};`
  return elementWise({
    name: `${name}InputGradient`,
    threads,
    batchSize,
    volume: input.volume,
    body,
    reads: [
      region.gradient(output),
      ...(winners === undefined ? [] : [region.winners(name)]),
      ...slopeRegions(input)
    ],
    writes: [region.gradient(input)]
  })
}
