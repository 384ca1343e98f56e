import { chunkImages } from '../plan/plan-webgpu'
import { type PlannedConvolution, gradientOf } from '../plan/plan'
import { region } from '../plan/region'
import { imageReader } from './image-reader'
import { type Job, unroll } from './job'
import { updatedRegions, updateWeight } from './update-weight'

const rowsPerTile = 4
const maxFiltersPerTile = 16

/**
 * dkernel[ky, kx, c, f] = sum over n and outputs (py, px) of dy[n, py, px, f] * x at the kernel's place over the pixel
 * that won the window; dbias[f] = sum of dy. Only winners have a gradient, so that pooling spares most of the work.
 * Each tile sums some rows of the kernel over a chunk of images; where there are several chunks, `convolutionUpdate`
 * adds them up.
 */
export function convolutionWeightGradient(op: PlannedConvolution, threads: number, batchSize: number): Job {
  const {
    name,
    outputShape,
    kernelSize,
    strides,
    padding,
    pool,
    weights,
    winners,
    partials,
    matrix,
    output
  } = op
  const [outHeight, outWidth, filters] = outputShape
  const channels = op.inputShape[2]
  const positions = outHeight * outWidth
  const rows = kernelSize[0] * kernelSize[1] * channels + 1
  const filtersPerTile = Math.min(filters, maxFiltersPerTile)
  const filterTiles = Math.ceil(filters / filtersPerTile)
  const rowTiles = Math.ceil(rows / rowsPerTile)
  const lanes = Math.floor(threads / filtersPerTile)
  const chunks = partials === undefined ? 1 : Math.ceil(batchSize / chunkImages)
  const reader = imageReader(op)
  const result =
    partials === undefined
      ? updateWeight(`row * ${filters}u + feature`, 'sum', weights, matrix, (rows - 1) * filters)
      : `memory[${partials}u + (chunk * ${rows}u + row) * ${filters}u + feature] = sum;`

  const code = `
fn ${name}WeightGradient(tile: u32, thread: u32) {
  let chunk = tile / ${rowTiles * filterTiles}u;
  let firstImage = chunk * ${chunkImages}u;
  if (firstImage >= step.images) { return; }
  let images = min(step.images - firstImage, ${chunkImages}u);
  let firstRow = ((tile / ${filterTiles}u) % ${rowTiles}u) * ${rowsPerTile}u;
  let firstFilter = (tile % ${filterTiles}u) * ${filtersPerTile}u;
  let lane = thread / ${filtersPerTile}u;
  let feature = min(firstFilter + thread % ${filtersPerTile}u, ${filters - 1}u);
${unroll(
  rowsPerTile,
  (r) => `  let kernelRow${r} = min(firstRow + ${r}u, ${rows - 1}u);
  let ky${r} = i32(kernelRow${r} / ${kernelSize[1] * channels}u) - ${padding[0]};
  let kx${r} = i32((kernelRow${r} / ${channels}u) % ${kernelSize[1]}u) - ${padding[1]};
  let channel${r} = kernelRow${r} % ${channels}u;
  let bias${r} = kernelRow${r} == ${rows - 1}u;
  var sum${r} = 0.0;`
)}
  if (lane < ${lanes}u) {
    for (var i = lane; i < images * ${positions}u; i += ${lanes}u) {
      let image = firstImage + i / ${positions}u;
      let position = i % ${positions}u;
      let at = (image * ${positions}u + position) * ${filters}u + feature;
      let gradient = memory[${gradientOf(output)}u + at];
      let py = position / ${outWidth}u;
      let px = position % ${outWidth}u;
      ${
        winners === undefined
          ? `let oy = py * ${pool.strides[0]}u; let ox = px * ${pool.strides[1]}u;`
          : `let winner = u32(memory[${winners}u + at]);
      let oy = py * ${pool.strides[0]}u + winner / ${pool.size[1]}u;
      let ox = px * ${pool.strides[1]}u + winner % ${pool.size[1]}u;`
      }
      let y = i32(oy * ${strides[0]}u);
      let x = i32(ox * ${strides[1]}u);
      ${reader.image('image')}
${unroll(
  rowsPerTile,
  (
    r
  ) => `      ${reader.pixel(String(r), `select(y + ky${r}, 0, bias${r})`, `select(x + kx${r}, 0, bias${r})`)}
      sum${r} = fma(select(${reader.value(String(r), `channel${r}`)}, 1.0, bias${r}), gradient, sum${r});`
)}
    }
  }
${unroll(rowsPerTile, (r) => `  scratch[${r * threads}u + thread] = sum${r};`)}
  workgroupBarrier();
  for (var i = thread; i < ${rowsPerTile * filtersPerTile}u; i += ${threads}u) {
    let begin = (i / ${filtersPerTile}u) * ${threads}u + i % ${filtersPerTile}u;
    var sum = 0.0;
    for (var lane = 0u; lane < ${lanes}u; lane++) { sum += scratch[begin + lane * ${filtersPerTile}u]; }
    let row = firstRow + i / ${filtersPerTile}u;
    let feature = firstFilter + i % ${filtersPerTile}u;
    if (row < ${rows}u && feature < ${filters}u) {
      ${result}
    }
  }
  workgroupBarrier();
}`
  return {
    name: `${name}WeightGradient`,
    code,
    tiles: chunks * rowTiles * filterTiles,
    threads,
    scratch: rowsPerTile * threads,
    reads: [
      ...reader.regions,
      region.gradient(output),
      ...(winners === undefined ? [] : [region.winners(name)])
    ],
    writes: partials === undefined ? updatedRegions(name, matrix) : [region.partials(name)]
  }
}

/** Adds up the gradients of the batch's chunks and gives them to the optimizer; undefined where one chunk is all. */
export function convolutionUpdate(op: PlannedConvolution, threads: number): Job | undefined {
  const { name, kernelSize, inputShape, outputShape, weights, partials, matrix } = op
  if (partials === undefined) return undefined
  const kernel = kernelSize[0] * kernelSize[1] * inputShape[2] * outputShape[2]
  const values = kernel + outputShape[2]
  const code = `
fn ${name}Update(tile: u32, thread: u32) {
  let i = tile * ${threads}u + thread;
  if (i >= ${values}u) { return; }
  var sum = memory[${partials}u + i];
  let chunks = (step.images + ${chunkImages - 1}u) / ${chunkImages}u;
  for (var chunk = 1u; chunk < chunks; chunk++) { sum += memory[${partials}u + chunk * ${values}u + i]; }
  ${updateWeight('i', 'sum', weights, matrix, kernel)}
}`
  return {
    name: `${name}Update`,
    code,
    tiles: Math.ceil(values / threads),
    threads,
    scratch: 0,
    reads: [region.partials(name)],
    writes: updatedRegions(name, matrix)
  }
}
