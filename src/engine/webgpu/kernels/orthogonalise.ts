import { newtonSchulz } from '../../../core/maths/orthogonalise'
import { muonScale } from '../../../core/optimizers/muon'
import type { MatrixPlaces } from '../plan/plan'
import type { PlannedMatrix } from '../plan/planned-matrix'
import { region } from '../plan/region'
import { type Job, wgslFloat } from './job'
import { matrixProduct, type MatrixProduct } from './matrix-product'

const { rounds, a, b, c, smallestNorm } = newtonSchulz
const rowsPerTile = 4
/** Threads that share a sum. */
const lanes = 8

/**
 * `orthogonalise` of core/maths for the directions that an update has left in `places`, and then the move. A workgroup
 * alone divides them by their size; the rest are matrix products.
 */
export function matrixJobs(matrix: PlannedMatrix, threads: number, manyThreads: number): Job[] {
  return [
    divideByNorm(matrix, manyThreads),
    ...Array.from({ length: rounds }, (_, round) => [
      gram(matrix, round, threads),
      mix(matrix, round, threads),
      nextValues(matrix, round, threads)
    ]).flat()
  ]
}

function divideByNorm({ name, inputs, outputs, places }: PlannedMatrix, threads: number): Job {
  const code = `
fn ${name}Norm(tile: u32, thread: u32) {
  var squares = 0.0;
  for (var i = thread; i < ${inputs * outputs}u; i += ${threads}u) {
    let value = memory[${places.values[0]}u + i];
    squares = fma(value, value, squares);
  }
  let norm = max(sqrt(workgroupSum(squares, thread)), ${wgslFloat(smallestNorm)});
  for (var i = thread; i < ${inputs * outputs}u; i += ${threads}u) { memory[${places.values[0]}u + i] /= norm; }
}`
  const values = region.directions(name, 0)
  return { name: `${name}Norm`, code, tiles: 1, threads, scratch: threads, reads: [], writes: [values] }
}

/** Of the two products of a matrix with itself, the smaller one. */
function gram({ name, inputs, outputs, places }: PlannedMatrix, round: number, threads: number): Job {
  const wide = inputs <= outputs
  const side = Math.min(inputs, outputs)
  const at = (row: string, column: string): string =>
    `memory[${valuesOf(places, round)}u + ${row} * ${outputs}u + ${column}]`
  return square(`${name}Gram${round}`, side, threads, {
    depth: `${Math.max(inputs, outputs)}u`,
    left: (row, k) => (wide ? at(row, k) : at(k, row)),
    right: (k, column) => (wide ? at(column, k) : at(k, column)),
    rightNeighbours: wide ? 'depth' : 'columns',
    store: (row, column, sum) => `memory[${places.gram}u + ${row} * ${side}u + ${column}] = ${sum};`,
    reads: [region.directions(name, round % 2)],
    writes: [region.gram(name)]
  })
}

/** b times the product, plus c times its square. */
function mix({ name, inputs, outputs, places }: PlannedMatrix, round: number, threads: number): Job {
  const side = Math.min(inputs, outputs)
  const at = (row: string, column: string): string =>
    `memory[${places.gram}u + ${row} * ${side}u + ${column}]`
  return square(`${name}Mix${round}`, side, threads, {
    depth: `${side}u`,
    left: at,
    right: at,
    rightNeighbours: 'columns',
    store: (row, column, sum) =>
      `memory[${places.mix}u + ${row} * ${side}u + ${column}] = fma(${wgslFloat(b)}, ${at(row, column)}, ${wgslFloat(c)} * ${sum});`,
    reads: [region.gram(name)],
    writes: [region.mix(name)]
  })
}

/** a times the values, plus their mix. What the last round gives moves the weights. */
function nextValues(matrix: PlannedMatrix, round: number, threads: number): Job {
  const { name, inputs, outputs, weights, places } = matrix
  const wide = inputs <= outputs
  const side = Math.min(inputs, outputs)
  const value = (row: string, column: string): string =>
    `memory[${valuesOf(places, round)}u + ${row} * ${outputs}u + ${column}]`
  const mixed = (row: string, column: string): string =>
    `memory[${places.mix}u + ${row} * ${side}u + ${column}]`
  const last = round === rounds - 1
  const to = last
    ? (at: string, result: string) =>
        `memory[${weights}u + ${at}] = step.shrink * memory[${weights}u + ${at}] - step.rate * ${wgslFloat(muonScale(matrix))} * ${result};`
    : (at: string, result: string) => `memory[${valuesOf(places, round + 1)}u + ${at}] = ${result};`
  return matrixProduct({
    name: `${name}Round${round}`,
    threads,
    lanes,
    rowsPerTile,
    rows: inputs,
    rowsNow: `${inputs}u`,
    columns: outputs,
    depth: `${side}u`,
    left: wide ? mixed : value,
    right: wide ? value : mixed,
    rightNeighbours: 'columns',
    store: (row, column, sum) =>
      to(`${row} * ${outputs}u + ${column}`, `fma(${wgslFloat(a)}, ${value(row, column)}, ${sum})`),
    reads: [region.directions(name, round % 2), region.mix(name)],
    writes: [last ? region.parameters(name) : region.directions(name, (round + 1) % 2)]
  })
}

function square(
  name: string,
  side: number,
  threads: number,
  product: Pick<MatrixProduct, 'depth' | 'left' | 'right' | 'rightNeighbours' | 'store' | 'reads' | 'writes'>
): Job {
  const size = { rows: side, rowsNow: `${side}u`, columns: side }
  return matrixProduct({ name, threads, lanes, rowsPerTile, ...size, ...product })
}

function valuesOf({ values }: MatrixPlaces, round: number): number {
  return round % 2 === 0 ? values[0] : values[1]
}
