import { gradientOf, type PlannedDepthwise } from '../plan/plan'
import { region } from '../plan/region'
import { volume } from '../../../core/layers/shape'
import type { KernelSize } from './dense'
import { elementWise } from './element-wise'
import type { ImageJob, Job } from './job'
import { activate, slopeRegions, throughActivation } from './activation-code'

/** y[n, oy, ox, o] = activation(bias[o] + sum over ky, kx of x[n, oy*SH+ky-PH, ox*SW+kx-PW, o/M] * kernel[ky, kx, o]) */
export function depthwiseForward(op: PlannedDepthwise, { threads, batchSize }: KernelSize): ImageJob {
  const { name, input, inputShape, outputShape, kernelSize, strides, padding, weights, output } = op
  const [height, width, channels] = inputShape
  const [, outWidth, outputs] = outputShape
  const taps = volume(kernelSize)
  const body = `
  let o = within % ${outputs}u;
  let ox = i32((within / ${outputs}u) % ${outWidth}u);
  let oy = i32(within / ${outputs * outWidth}u);
  let channel = o / ${op.multiplier}u;
  var sum = memory[${weights + taps * outputs}u + o];
  for (var ky = 0; ky < ${kernelSize[0]}; ky++) {
    let y = oy * ${strides[0]} + ky - ${padding[0]};
    if (y < 0 || y >= ${height}) { continue; }
    for (var kx = 0; kx < ${kernelSize[1]}; kx++) {
      let x = ox * ${strides[1]} + kx - ${padding[1]};
      if (x < 0 || x >= ${width}) { continue; }
      let at = image * ${input.volume}u + u32(y * ${width} + x) * ${channels}u + channel;
      sum = fma(memory[${input.values}u + at], memory[${weights}u + u32(ky * ${kernelSize[1]} + kx) * ${outputs}u + o], sum);
    }
  }
  memory[${output.values}u + element] = ${activate(output.activation, 'sum')};`
  return elementWise({
    name: `${name}Forward`,
    threads,
    batchSize,
    volume: output.volume,
    body,
    reads: [region.values(input), region.parameters(name)],
    writes: [region.values(output)]
  })
}

/** dx[n, y, x, c] = slope(x) * sum over ky, kx and the outputs o of channel c of kernel[ky, kx, o] * dy at the window's place. */
export function depthwiseInputGradient(
  op: PlannedDepthwise,
  { threads, batchSize }: KernelSize
): ImageJob | undefined {
  const { name, input, inputShape, outputShape, kernelSize, strides, padding, multiplier, weights, output } =
    op
  if (input.gradient === undefined) return undefined
  const [, width, channels] = inputShape
  const [outHeight, outWidth, outputs] = outputShape
  const body = `
  let channel = within % ${channels}u;
  let x = i32((within / ${channels}u) % ${width}u);
  let y = i32(within / ${channels * width}u);
  var sum = 0.0;
  for (var ky = 0; ky < ${kernelSize[0]}; ky++) {
    let down = y + ${padding[0]} - ky;
    if (down < 0 || down % ${strides[0]} != 0 || down / ${strides[0]} >= ${outHeight}) { continue; }
    for (var kx = 0; kx < ${kernelSize[1]}; kx++) {
      let across = x + ${padding[1]} - kx;
      if (across < 0 || across % ${strides[1]} != 0 || across / ${strides[1]} >= ${outWidth}) { continue; }
      let place = u32(down / ${strides[0]} * ${outWidth} + across / ${strides[1]}) * ${outputs}u;
      let tap = u32(ky * ${kernelSize[1]} + kx) * ${outputs}u;
      for (var o = channel * ${multiplier}u; o < (channel + 1u) * ${multiplier}u; o++) {
        let gradient = memory[${gradientOf(output)}u + image * ${output.volume}u + place + o];
        sum = fma(memory[${weights}u + tap + o], gradient, sum);
      }
    }
  }
  memory[${input.gradient}u + element] = ${throughActivation(input.activation, 'sum', `memory[${input.values}u + element]`)};`
  return elementWise({
    name: `${name}InputGradient`,
    threads,
    batchSize,
    volume: input.volume,
    body,
    reads: [region.gradient(output), region.parameters(name), ...slopeRegions(input)],
    writes: [region.gradient(input)]
  })
}

/**
 * Gradients of kernel and bias, at once given to the optimizer: dkernel[ky, kx, o] = sum over n, oy, ox of x * dy;
 * dbias[o] = sum of dy. A workgroup does one of them.
 */
export function depthwiseUpdate(op: PlannedDepthwise, threads: number): Job {
  const { name, input, inputShape, outputShape, kernelSize, strides, padding, weights, output } = op
  const [height, width, channels] = inputShape
  const [outHeight, outWidth, outputs] = outputShape
  const taps = volume(kernelSize)
  const pixels = outHeight * outWidth
  const code = `
fn ${name}Update(tile: u32, thread: u32) {
  let o = tile % ${outputs}u;
  let tap = tile / ${outputs}u;
  let ky = i32(tap / ${kernelSize[1]}u);
  let kx = i32(tap % ${kernelSize[1]}u);
  var sum = 0.0;
  for (var i = thread; i < step.images * ${pixels}u; i += ${threads}u) {
    let gradient = memory[${gradientOf(output)}u + i * ${outputs}u + o];
    if (tap == ${taps}u) {
      sum += gradient;
    } else {
      let place = i % ${pixels}u;
      let y = i32(place / ${outWidth}u) * ${strides[0]} + ky - ${padding[0]};
      let x = i32(place % ${outWidth}u) * ${strides[1]} + kx - ${padding[1]};
      if (y >= 0 && y < ${height} && x >= 0 && x < ${width}) {
        let at = (i / ${pixels}u) * ${input.volume}u + u32(y * ${width} + x) * ${channels}u + o / ${op.multiplier}u;
        sum = fma(memory[${input.values}u + at], gradient, sum);
      }
    }
  }
  let total = workgroupSum(sum, thread);
  if (thread == 0u) { optimize(${weights}u + tile, total); }
}`
  return {
    name: `${name}Update`,
    code,
    tiles: (taps + 1) * outputs,
    threads,
    scratch: threads,
    reads: [region.values(input), region.gradient(output)],
    writes: [region.parameters(name)]
  }
}
