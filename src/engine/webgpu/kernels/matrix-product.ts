import { type ImageJob, type Job, range, unroll } from './job'

export interface MatrixProduct {
  readonly name: string
  readonly threads: number
  /** Threads that share one sum, each taking one of so many terms. Fixes the order of summation. */
  readonly lanes: number
  /** Rows that a thread keeps sums for, so that what it reads of `right` serves several. */
  readonly rowsPerTile: number
  /** Rows there are room for, and how many of them there are in this step. */
  readonly rows: number
  readonly rowsNow: string
  readonly columns: number
  /** Terms of a sum. */
  readonly depth: string
  /** WGSL of the factors' values. */
  readonly left: (row: string, k: string) => string
  readonly right: (k: string, column: string) => string
  /** Whether neighbours in memory of `right` are those of one row or of one column. */
  readonly rightNeighbours: 'columns' | 'depth'
  /** WGSL that does something with a finished sum. */
  readonly store: (row: string, column: string, sum: string) => string
  readonly reads: readonly string[]
  readonly writes: readonly string[]
}

/** sum over k of left[row, k] * right[k, column], for all rows and columns. */
export function matrixProduct(product: MatrixProduct): Job {
  const { name, threads, lanes, rowsPerTile, rows, rowsNow, columns, depth, left, right, store } = product
  const columnsPerTile = threads / lanes
  const columnTiles = Math.ceil(columns / columnsPerTile)
  const byColumn = product.rightNeighbours === 'columns'
  const sums = rowsPerTile * columnsPerTile
  /** Each thread has whole sums. */
  const alone = (): string => `
  if (firstColumn + local < ${columns}u) {
${unroll(rowsPerTile, (r) => `    if (firstRow + ${r}u < rows) { ${store(`row${r}`, 'column', `sum${r}`)} }`)}
  }`
  /** The threads of each sum add up their parts. */
  const together = (): string => `
${unroll(rowsPerTile, (r) => `  scratch[${r * threads}u + lane * ${columnsPerTile}u + local] = sum${r};`)}
  workgroupBarrier();
  for (var i = thread; i < ${sums}u; i += ${threads}u) {
    let begin = (i / ${columnsPerTile}u) * ${threads}u + i % ${columnsPerTile}u;
    let sum = ${range(lanes)
      .map((lane) => `scratch[begin + ${lane * columnsPerTile}u]`)
      .join(' + ')};
    let row = firstRow + i / ${columnsPerTile}u;
    let column = firstColumn + i % ${columnsPerTile}u;
    if (row < rows && column < ${columns}u) {
      ${store('row', 'column', 'sum')}
    }
  }
  workgroupBarrier();`
  const code = `
fn ${name}(tile: u32, thread: u32) {
  let firstRow = (tile / ${columnTiles}u) * ${rowsPerTile}u;
  let rows = ${rowsNow};
  if (firstRow >= rows) { return; }
  let firstColumn = (tile % ${columnTiles}u) * ${columnsPerTile}u;
  let lane = ${byColumn ? `thread / ${columnsPerTile}u` : `thread % ${lanes}u`};
  let local = ${byColumn ? `thread % ${columnsPerTile}u` : `thread / ${lanes}u`};
  let column = min(firstColumn + local, ${columns - 1}u);
${unroll(rowsPerTile, (r) => `  let row${r} = min(firstRow + ${r}u, rows - 1u);\n  var sum${r} = 0.0;`)}
  for (var k = lane; k < ${depth}; k += ${lanes}u) {
    let factor = ${right('k', 'column')};
${unroll(rowsPerTile, (r) => `    sum${r} = fma(${left(`row${r}`, 'k')}, factor, sum${r});`)}
  }
${lanes === 1 ? alone() : together()}
}`
  return {
    name,
    code,
    tiles: Math.ceil(rows / rowsPerTile) * columnTiles,
    threads,
    scratch: lanes === 1 ? 0 : rowsPerTile * threads,
    reads: product.reads,
    writes: product.writes
  }
}

/** A product whose rows are images, one a tile. */
export function imageProduct(product: Omit<MatrixProduct, 'rowsPerTile' | 'rowsNow'>): ImageJob {
  const job = matrixProduct({ ...product, rowsPerTile: 1, rowsNow: 'step.images' })
  return { ...job, tilesPerImage: job.tiles / product.rows }
}
