import { type Dense, gradientOf } from '../plan/plan'
import { region } from '../plan/region'
import type { ImageJob, Job } from './job'
import { updatedRegions, updateWeight } from './update-weight'
import { imageProduct, matrixProduct, type MatrixProduct } from './matrix-product'
import { activate, slopeRegions, throughActivation } from './activation-code'

/** How a product over a batch is cut: an image a tile for kernels that go through a batch image by image. */
export interface KernelSize {
  readonly threads: number
  readonly batchSize: number
}

const rowsPerTile = 4
/** Threads that share a sum over features or units. */
const lanes = 8
/** Up to this batch size a sum over the batch is too short to share. */
const shortBatch = 32

/** y[n, u] = activation(bias[u] + sum over i of x[n, i] * kernel[i, u]) */
function forward({ name, input, inputs, units, weights, output }: Dense, { threads, batchSize }: KernelSize) {
  return {
    name: `${name}Forward`,
    threads,
    lanes,
    rows: batchSize,
    columns: units,
    depth: `${inputs}u`,
    left: (row, k) => `memory[${input.values}u + ${row} * ${inputs}u + ${k}]`,
    right: (k, column) => `memory[${weights}u + ${k} * ${units}u + ${column}]`,
    rightNeighbours: 'columns',
    store: (row, column, sum) => {
      const value = activate(output.activation, `${sum} + memory[${weights + inputs * units}u + ${column}]`)
      return `memory[${output.values}u + ${row} * ${units}u + ${column}] = ${value};`
    },
    reads: [region.values(input), region.parameters(name)],
    writes: [region.values(output)]
  } satisfies Omit<MatrixProduct, 'rowsPerTile' | 'rowsNow'>
}

/** dx[n, i] = slope(x[n, i]) * sum over u of kernel[i, u] * dy[n, u] */
function inputGradient(
  { name, input, inputs, units, weights, output }: Dense,
  { threads, batchSize }: KernelSize
) {
  if (input.gradient === undefined) return undefined
  const to = input.gradient
  return {
    name: `${name}InputGradient`,
    threads,
    lanes,
    rows: batchSize,
    columns: inputs,
    depth: `${units}u`,
    left: (row, k) => `memory[${gradientOf(output)}u + ${row} * ${units}u + ${k}]`,
    right: (k, column) => `memory[${weights}u + ${column} * ${units}u + ${k}]`,
    rightNeighbours: 'depth',
    store: (row, column, sum) => `let at = ${row} * ${inputs}u + ${column};
      memory[${to}u + at] = ${throughActivation(input.activation, sum, `memory[${input.values}u + at]`)};`,
    reads: [region.gradient(output), region.parameters(name), ...slopeRegions(input)],
    writes: [region.gradient(input)]
  } satisfies Omit<MatrixProduct, 'rowsPerTile' | 'rowsNow'>
}

export function denseForward(dense: Dense, tiling: KernelSize): Job {
  return matrixProduct({ ...forward(dense, tiling), rowsPerTile, rowsNow: 'step.images' })
}

export function denseImageForward(dense: Dense, tiling: KernelSize): ImageJob {
  return imageProduct(forward(dense, tiling))
}

export function denseInputGradient(dense: Dense, tiling: KernelSize): Job | undefined {
  const product = inputGradient(dense, tiling)
  return product && matrixProduct({ ...product, rowsPerTile, rowsNow: 'step.images' })
}

export function denseImageInputGradient(dense: Dense, tiling: KernelSize): ImageJob | undefined {
  const product = inputGradient(dense, tiling)
  return product && imageProduct(product)
}

/** Gradients of kernel and bias, at once given to the optimizer: dkernel[i, u] = sum over n of x[n, i] * dy[n, u]. */
export function denseUpdate(
  { name, input, inputs, units, weights, matrix, output }: Dense,
  { threads, batchSize }: KernelSize
): Job {
  return matrixProduct({
    name: `${name}Update`,
    threads,
    lanes: batchSize <= shortBatch ? 1 : lanes,
    rowsPerTile,
    // The last row is the bias, whose input is always 1.
    rows: inputs + 1,
    rowsNow: `${inputs + 1}u`,
    columns: units,
    depth: 'step.images',
    left: (row, k) =>
      `select(memory[${input.values}u + ${k} * ${inputs}u + ${row}], 1.0, ${row} == ${inputs}u)`,
    right: (k, column) => `memory[${gradientOf(output)}u + ${k} * ${units}u + ${column}]`,
    rightNeighbours: 'columns',
    store: (row, column, sum) =>
      updateWeight(`${row} * ${units}u + ${column}`, sum, weights, matrix, inputs * units),
    reads: [region.values(input), region.gradient(output)],
    writes: updatedRegions(name, matrix)
  })
}
