import { type PlannedConvolution, gradientOf } from '../plan/plan'
import { region } from '../plan/region'
import { type Job, largestDivisor, range, unroll } from './job'
import { slopeRegions, throughActivation } from './activation-code'

const maxLanes = 4
/** As many threads keep a large GPU busy. */
const enoughThreads = 65_536

/**
 * dx[n, y, x, c] = slope(x) * sum over ky, kx, f of kernel[ky, kx, c, f] * the gradient of the convolution's pixel that
 * looks at (y, x) through (ky, kx). With pooling only the pixels that won have one: it goes through the windows that
 * can reach (y, x) and takes from each filter's winner what falls on it.
 */
export function convolutionInputGradient(
  op: PlannedConvolution,
  threads: number,
  batchSize: number
): Job | undefined {
  const { name, input, inputShape, outputShape, kernelSize, strides, padding, pool, weights, output } = op
  if (input === 'bytes' || input.gradient === undefined) return undefined
  const [height, width, channels] = inputShape
  const [outHeight, outWidth, filters] = outputShape
  const lanes = filters >= maxLanes ? maxLanes : 1
  const elements = batchSize * height * width * channels
  const perThread = largestDivisor(channels, (n) => (elements / n) * lanes >= enoughThreads)
  const groups = channels / perThread
  const perTile = threads / lanes

  /** The windows along one axis that can reach a pixel: the first and one past the last. */
  const windows = (axis: 0 | 1, at: string): string => {
    const [first, last, past] = axis === 0 ? ['firstY', 'lastY', 'pastY'] : ['firstX', 'lastX', 'pastX']
    const reach = kernelSize[axis] + (pool.size[axis] - 1) * strides[axis] - 1
    const stride = strides[axis] * pool.strides[axis]
    const outputs = axis === 0 ? outHeight : outWidth
    return `  let ${last} = i32(${at}) + ${padding[axis]};
  let ${first} = max(${last} - ${reach} + ${stride - 1}, 0) / ${stride};
  let ${past} = min(${last} / ${stride} + 1, ${outputs});`
  }

  const code = `
fn ${name}InputGradient(tile: u32, thread: u32) {
  let lane = thread % ${lanes}u;
  let local = thread / ${lanes}u;
  let job = tile * ${perTile}u + local;
  let jobs = step.images * ${height * width * groups}u;
${unroll(perThread, (c) => `  var sum${c} = 0.0;`)}
  if (job < jobs) {
  let channel = (job % ${groups}u) * ${perThread}u;
  let place = job / ${groups}u;
  let x = place % ${width}u;
  let y = (place / ${width}u) % ${height}u;
  let image = place / ${height * width}u;
${windows(0, 'y')}
${windows(1, 'x')}
  for (var py = firstY; py < pastY; py++) {
    for (var px = firstX; px < pastX; px++) {
      let at = ((image * ${outHeight}u + u32(py)) * ${outWidth}u + u32(px)) * ${filters}u;
      for (var f = lane; f < ${filters}u; f += ${lanes}u) {
        ${
          op.winners === undefined
            ? `let oy = py * ${pool.strides[0]}; let ox = px * ${pool.strides[1]};`
            : `let winner = i32(memory[${op.winners}u + at + f]);
        let oy = py * ${pool.strides[0]} + winner / ${pool.size[1]};
        let ox = px * ${pool.strides[1]} + winner % ${pool.size[1]};`
        }
        let ky = lastY - oy * ${strides[0]};
        let kx = lastX - ox * ${strides[1]};
        if (ky >= 0 && ky < ${kernelSize[0]} && kx >= 0 && kx < ${kernelSize[1]}) {
          let gradient = memory[${gradientOf(output)}u + at + f];
          let weight = ${weights}u + (u32(ky * ${kernelSize[1]} + kx) * ${channels}u + channel) * ${filters}u + f;
${unroll(perThread, (c) => `          sum${c} = fma(memory[weight + ${c * filters}u], gradient, sum${c});`)}
        }
      }
    }
  }
  }
${unroll(perThread, (c) => `  scratch[${c * threads}u + thread] = sum${c};`)}
  workgroupBarrier();
  for (var i = thread; i < ${perTile * perThread}u; i += ${threads}u) {
    let owner = i / ${perThread}u;
    let begin = (i % ${perThread}u) * ${threads}u + owner * ${lanes}u;
    let sum = ${range(lanes)
      .map((lane) => `scratch[begin + ${lane}u]`)
      .join(' + ')};
    let job = tile * ${perTile}u + owner;
    if (job < jobs) {
      let at = job * ${perThread}u + i % ${perThread}u;
      memory[${input.gradient}u + at] = ${throughActivation(input.activation, 'sum', `memory[${input.values}u + at]`)};
    }
  }
  workgroupBarrier();
}`
  return {
    name: `${name}InputGradient`,
    code,
    tiles: Math.ceil((batchSize * height * width * groups) / perTile),
    threads,
    scratch: perThread * threads,
    reads: [
      region.gradient(output),
      ...(op.winners === undefined ? [] : [region.winners(name)]),
      region.parameters(name),
      ...slopeRegions(input)
    ],
    writes: [region.gradient(input)]
  }
}
