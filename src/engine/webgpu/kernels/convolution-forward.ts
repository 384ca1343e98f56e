import { volume } from '../../../core/layers/shape'
import type { PlannedConvolution } from '../plan/plan'
import { region } from '../plan/region'
import { imageReader } from './image-reader'
import { type Job, largestDivisor, range, unroll } from './job'
import { activate } from './activation-code'

/** Fewer threads leave a large GPU idle; more of them only read the same values again. */
const enoughThreads = 32_768
/** Sums that a thread keeps. */
const maxSums = 24

/**
 * y[n, py, px, f] = activation(max over the window's pixels (oy, ox) of
 * bias[f] + sum over ky, kx, c of x[n, oy*SH+ky-PH, ox*SW+kx-PW, c] * kernel[ky, kx, c, f]).
 * A thread computes all pixels of a window for some filters.
 */
export function convolutionForward(op: PlannedConvolution, threads: number, batchSize: number): Job {
  const { name, outputShape, kernelSize, strides, padding, pool, weights, winners, output } = op
  const [outHeight, outWidth, filters] = outputShape
  const channels = op.inputShape[2]
  const pixels = range(volume(pool.size)).map((i) => ({
    y: Math.floor(i / pool.size[1]),
    x: i % pool.size[1]
  }))
  const values = batchSize * output.volume
  const perThread = largestDivisor(
    filters,
    (n) => n * pixels.length <= maxSums && values / n >= enoughThreads
  )
  const groups = filters / perThread
  const bias = weights + kernelSize[0] * kernelSize[1] * channels * filters
  const reader = imageReader(op)
  const sum = (pixel: number, filter: number): string => `sum${pixel}_${filter}`
  const filterRange = range(perThread)

  const code = `
fn ${name}Forward(tile: u32, thread: u32) {
  let job = tile * ${threads}u + thread;
  if (job >= step.images * ${outHeight * outWidth * groups}u) { return; }
  let firstFilter = (job % ${groups}u) * ${perThread}u;
  let position = job / ${groups}u;
  let px = position % ${outWidth}u;
  let py = (position / ${outWidth}u) % ${outHeight}u;
  let image = position / ${outHeight * outWidth}u;
  ${reader.image('image')}
${unroll(perThread, (f) => `  let bias${f} = memory[${bias + f}u + firstFilter];`)}
${pixels.map((_, p) => unroll(perThread, (f) => `  var ${sum(p, f)} = bias${f};`)).join('\n')}
  for (var ky = 0u; ky < ${kernelSize[0]}u; ky++) {
    for (var kx = 0u; kx < ${kernelSize[1]}u; kx++) {
      let weight = ${weights}u + (ky * ${kernelSize[1]}u + kx) * ${channels * filters}u + firstFilter;
${pixels
  .map(({ y, x }, p) =>
    reader.pixel(
      String(p),
      `i32((py * ${pool.strides[0]}u + ${y}u) * ${strides[0]}u + ky) - ${padding[0]}`,
      `i32((px * ${pool.strides[1]}u + ${x}u) * ${strides[1]}u + kx) - ${padding[1]}`
    )
  )
  .join('\n')}
      for (var c = 0u; c < ${channels}u; c++) {
${unroll(perThread, (f) => `        let weight${f} = memory[weight + c * ${filters}u + ${f}u];`)}
${pixels
  .map((_, p) =>
    [
      `        let x${p} = ${reader.value(String(p), 'c')};`,
      ...filterRange.map((f) => `        ${sum(p, f)} = fma(x${p}, weight${f}, ${sum(p, f)});`)
    ].join('\n')
  )
  .join('\n')}
      }
    }
  }
  let at = position * ${filters}u + firstFilter;
${filterRange.map((f) => store(f)).join('\n')}
}`

  /** The largest pixel of the window, of equal ones the first, and its number. */
  function store(f: number): string {
    const to = `memory[${output.values + f}u + at]`
    if (winners === undefined) return `  ${to} = ${activate(output.activation, sum(0, f))};`
    const comparisons = pixels.slice(1).map((_, p) => {
      const next = sum(p + 1, f)
      return `  if (${next} > best${f} || ${next} != ${next}) { best${f} = ${next}; winner${f} = ${p + 1}.0; }`
    })
    return [
      `  var best${f} = ${sum(0, f)};`,
      `  var winner${f} = 0.0;`,
      ...comparisons,
      `  ${to} = ${activate(output.activation, `best${f}`)};`,
      `  memory[${winners + f}u + at] = winner${f};`
    ].join('\n')
  }

  return {
    name: `${name}Forward`,
    code,
    tiles: Math.ceil((batchSize * outHeight * outWidth * groups) / threads),
    threads,
    scratch: 0,
    reads: [...reader.regions, region.parameters(name)],
    writes: [region.values(output), ...(winners === undefined ? [] : [region.winners(name)])]
  }
}
