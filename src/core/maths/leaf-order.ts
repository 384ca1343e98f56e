import type { Merge } from './average-linkage'

/** Leaves that lie beside each other in the tree: from `from` up to `to`; of two parts, the second begins at `middle`. */
interface Span {
  readonly from: number
  readonly middle: number
  readonly to: number
  readonly parts: readonly [Span, Span] | undefined
}

/** f64[n, n], by row, in the order of the tree. */
type Square = Float64Array

/**
 * The order of a tree’s leaves in which neighbours are as near to one another as the tree allows: each merge may turn its
 * parts round, and the sum of the distances between neighbours is the least possible (Bar-Joseph, Gifford and Jaakkola,
 * “Fast optimal leaf ordering for hierarchical clustering”, 2001). In O(n³) at worst.
 * @param distances f64[n, n], symmetric
 * @param merges as `averageLinkage` lists them
 * @returns the leaves; of both directions the one that begins with the smaller leaf
 */
export function leafOrder(distances: Float64Array, merges: readonly Merge[]): readonly number[] {
  const n = merges.length + 1
  const drawn = drawnLeaves(merges)
  const near: Square = new Float64Array(n * n)
  for (const [i, label] of drawn.entries())
    for (const [j, other] of drawn.entries()) near[i * n + j] = distances[label * n + other] ?? NaN
  const root = spanOf(merges, n)
  /** The least sum for a span that begins with one leaf and ends with another. */
  const sums: Square = new Float64Array(n * n)
  fillSums(sums, near, n, root)
  const order = bestOrder(sums, near, n, root).map((place) => drawn[place] ?? NaN)
  return (order[0] ?? NaN) <= (order[n - 1] ?? NaN) ? order : [...order].reverse()
}

/** The leaves as the tree is drawn, the first part of each merge before the second. */
function drawnLeaves(merges: readonly Merge[]): readonly number[] {
  const n = merges.length + 1
  const under = (cluster: number): readonly number[] => {
    const merge = merges[cluster - n]
    return merge === undefined ? [cluster] : [...under(merge.first), ...under(merge.second)]
  }
  return under(2 * n - 2)
}

function spanOf(merges: readonly Merge[], n: number): Span {
  const under = (cluster: number, from: number): Span => {
    const merge = merges[cluster - n]
    if (merge === undefined) return { from, middle: from, to: from + 1, parts: undefined }
    const first = under(merge.first, from)
    const second = under(merge.second, first.to)
    return { from, middle: first.to, to: second.to, parts: [first, second] }
  }
  return under(2 * n - 2, 0)
}

/** The leaves that may be at the other end of a span that begins with the leaf: from, to. */
function farEnds({ from, middle, to, parts }: Span, leaf: number): readonly [number, number] {
  if (parts === undefined) return [from, to]
  return leaf < middle ? [middle, to] : [from, middle]
}

function fillSums(sums: Square, near: Square, n: number, { from, middle, to, parts }: Span): void {
  if (parts === undefined) return
  const [first, second] = parts
  fillSums(sums, near, n, first)
  fillSums(sums, near, n, second)
  /** For a beginning in the first part: the least sum up to each leaf of the second that may follow. */
  const upTo = new Float64Array(n)
  for (let begin = from; begin < middle; begin++) {
    const [left, right] = farEnds(first, begin)
    for (let next = middle; next < to; next++)
      upTo[next] = leastSum(sums, begin * n, near, next * n, left, right)
    for (let end = middle; end < to; end++) {
      const [low, high] = farEnds(second, end)
      const least = leastSum(sums, end * n, upTo, 0, low, high)
      sums[begin * n + end] = least
      sums[end * n + begin] = least
    }
  }
}

/** The least a[i] + b[i] for i from `from` up to `to`, of rows that begin at `rowA` and `rowB`. */
function leastSum(a: Square, rowA: number, b: Square, rowB: number, from: number, to: number): number {
  let least = Infinity
  for (let i = from; i < to; i++) {
    const sum = (a[rowA + i] ?? NaN) + (b[rowB + i] ?? NaN)
    if (sum < least) least = sum
  }
  return least
}

function bestOrder(sums: Square, near: Square, n: number, root: Span): readonly number[] {
  /** The pair of two ranges with the least sum. */
  const leastPair = (
    [fromA, toA]: readonly [number, number],
    [fromB, toB]: readonly [number, number],
    sumOf: (a: number, b: number) => number
  ): readonly [number, number] => {
    let best: readonly [number, number] = [fromA, fromB]
    let least = Infinity
    for (let a = fromA; a < toA; a++) {
      for (let b = fromB; b < toB; b++) {
        const sum = sumOf(a, b)
        if (sum < least) {
          least = sum
          best = [a, b]
        }
      }
    }
    return best
  }
  const between = (span: Span, begin: number, end: number): readonly number[] => {
    if (span.parts === undefined) return [begin]
    const [first, second] = begin < span.middle ? span.parts : [span.parts[1], span.parts[0]]
    const [left, right] = leastPair(
      farEnds(first, begin),
      farEnds(second, end),
      (a, b) => (sums[begin * n + a] ?? NaN) + (near[a * n + b] ?? NaN) + (sums[b * n + end] ?? NaN)
    )
    return [...between(first, begin, left), ...between(second, right, end)]
  }
  if (root.parts === undefined) return [root.from]
  const ends = leastPair([root.from, root.middle], [root.middle, root.to], (a, b) => sums[a * n + b] ?? NaN)
  return between(root, ...ends)
}
