/** Heights at the crossings of evenly spaced lines. */
export interface HeightGrid {
  /** Of the columns, rising. */
  readonly x: readonly number[]
  /** Of the rows, rising. */
  readonly y: readonly number[]
  /** z[row][column]; null where there is none. */
  readonly z: readonly (readonly (number | null)[])[]
}

/** A function's heights over a rectangle. */
export function sampleHeights(
  height: (x: number, y: number) => number,
  [left, right]: readonly [number, number],
  [bottom, top]: readonly [number, number],
  columns: number,
  rows: number
): HeightGrid {
  const spread = (from: number, to: number, count: number): number[] =>
    Array.from({ length: count }, (_, i) => from + ((to - from) * i) / (count - 1))
  const x = spread(left, right, columns)
  const y = spread(bottom, top, rows)
  return { x, y, z: y.map((b) => x.map((a) => height(a, b))) }
}

/** All heights that there are, in rising order. */
export function sortedHeights({ z }: HeightGrid): number[] {
  return z
    .flat()
    .filter((value) => value !== null)
    .sort((a, b) => a - b)
}

/**
 * Heights at which to draw lines: as many places of the map lie between one and the next everywhere, so that steep
 * walls do not hide a gentle floor.
 */
export function contourLevels(grid: HeightGrid, count: number): number[] {
  const heights = sortedHeights(grid)
  const levels = Array.from({ length: count }, (_, i) => {
    const at = (heights.length - 1) * ((i + 0.5) / count)
    return heights[Math.round(at)] ?? 0
  })
  return [...new Set(levels)]
}

/** One straight piece of a contour line. */
export interface Segment {
  readonly x1: number
  readonly y1: number
  readonly x2: number
  readonly y2: number
}

/** Where the land is exactly `level` high: marching squares, a saddle's middle decided by the mean of its corners. */
export function contourLine({ x, y, z }: HeightGrid, level: number): Segment[] {
  const segments: Segment[] = []
  for (let row = 0; row + 1 < y.length; row++) {
    for (let column = 0; column + 1 < x.length; column++) {
      const corners = [z[row]?.[column], z[row]?.[column + 1], z[row + 1]?.[column + 1], z[row + 1]?.[column]]
      if (!corners.every((corner) => typeof corner === 'number')) continue
      const sides = [x[column] ?? 0, x[column + 1] ?? 0] as const
      for (const segment of square(corners, level, sides, [y[row] ?? 0, y[row + 1] ?? 0]))
        segments.push(segment)
    }
  }
  return segments
}

/** @param corners heights, anticlockwise from the lower left */
function square(
  corners: readonly number[],
  level: number,
  [left, right]: readonly [number, number],
  [bottom, top]: readonly [number, number]
): Segment[] {
  const [a = 0, b = 0, c = 0, d = 0] = corners
  const share = (from: number, to: number): number => (level - from) / (to - from)
  const crossings: (readonly [number, number])[] = []
  const crosses = (from: number, to: number): boolean => from > level !== to > level
  if (crosses(a, b)) crossings.push([left + share(a, b) * (right - left), bottom])
  if (crosses(b, c)) crossings.push([right, bottom + share(b, c) * (top - bottom)])
  if (crosses(d, c)) crossings.push([left + share(d, c) * (right - left), top])
  if (crosses(a, d)) crossings.push([left, bottom + share(a, d) * (top - bottom)])
  const [p, q, r, s] = crossings
  if (p === undefined || q === undefined) return []
  const line = (from: readonly [number, number], to: readonly [number, number]): Segment => ({
    x1: from[0],
    y1: from[1],
    x2: to[0],
    y2: to[1]
  })
  if (r === undefined || s === undefined) return [line(p, q)]
  const joined = (a + b + c + d) / 4 > level === a > level
  // bottom, right, top, left: either the corners b and d are cut off, or a and c.
  return joined ? [line(p, q), line(r, s)] : [line(p, s), line(q, r)]
}

/** The height between the crossings, bilinear; undefined outside and beside a hole. */
export function heightAt({ x, y, z }: HeightGrid, px: number, py: number): number | undefined {
  const [x0 = 0, x1 = 1] = [x[0], x.at(-1)]
  const [y0 = 0, y1 = 1] = [y[0], y.at(-1)]
  const column = ((px - x0) / (x1 - x0)) * (x.length - 1)
  const row = ((py - y0) / (y1 - y0)) * (y.length - 1)
  if (!(column >= 0 && row >= 0 && column <= x.length - 1 && row <= y.length - 1)) return undefined
  const i = Math.min(Math.floor(column), x.length - 2)
  const j = Math.min(Math.floor(row), y.length - 2)
  const corner = (jj: number, ii: number): number => z[jj]?.[ii] ?? NaN
  const u = column - i
  const v = row - j
  const height =
    (corner(j, i) * (1 - u) + corner(j, i + 1) * u) * (1 - v) +
    (corner(j + 1, i) * (1 - u) + corner(j + 1, i + 1) * u) * v
  return Number.isNaN(height) ? undefined : height
}
