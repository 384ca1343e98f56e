import { required } from '../base/required'

/** Two clusters become one. Leaves are the clusters 0 to n − 1; the merge at index i of the list makes cluster n + i. */
export interface Merge {
  readonly first: number
  readonly second: number
  /** The mean distance between a leaf of one and a leaf of the other. */
  readonly distance: number
}

/**
 * Hierarchical clustering by average linkage (UPGMA): again and again the two clusters merge whose leaves are the nearest
 * to one another on average. In O(n²) by the nearest-neighbour chain (Murtagh 1983; Müllner, “Modern hierarchical,
 * agglomerative clustering algorithms”, 2011), the algorithm of scipy’s `linkage(…, 'average')`.
 * @param distances f64[n, n], symmetric
 * @returns n − 1 merges, the nearest first
 */
export function averageLinkage(distances: Float64Array, n: number): readonly Merge[] {
  return inOrder(chainMerges(Float64Array.from(distances), n), n)
}

/** Merges of clusters that are named by one of their leaves, in the order in which they are found. */
function chainMerges(between: Float64Array, n: number): readonly Merge[] {
  const sizes = new Float64Array(n).fill(1)
  const chain: number[] = []
  const merges: Merge[] = []
  const nearest = (to: number, before: number | undefined): number => {
    // Of equals the one before: otherwise the chain would never end.
    let best = before ?? -1
    let least = before === undefined ? Infinity : at(between, to * n + before)
    for (let other = 0; other < n; other++) {
      const distance = at(between, to * n + other)
      if (other === to || at(sizes, other) === 0 || distance >= least) continue
      best = other
      least = distance
    }
    return best
  }
  while (merges.length < n - 1) {
    if (chain.length === 0) chain.push(sizes.findIndex((size) => size > 0))
    const last = required(chain[chain.length - 1], 'an end of the chain')
    const before = chain[chain.length - 2]
    const next = nearest(last, before)
    if (next !== before) {
      chain.push(next)
      continue
    }
    chain.length -= 2
    merges.push({ first: last, second: next, distance: at(between, last * n + next) })
    const [own, its] = [at(sizes, last), at(sizes, next)]
    for (let other = 0; other < n; other++) {
      const mean = (own * at(between, last * n + other) + its * at(between, next * n + other)) / (own + its)
      between[next * n + other] = mean
      between[other * n + next] = mean
    }
    sizes[next] = own + its
    sizes[last] = 0
  }
  return merges
}

/** Sorted by distance, each cluster named by its own number. */
function inOrder(merges: readonly Merge[], n: number): readonly Merge[] {
  const parents = Int32Array.from({ length: 2 * n }, (_, i) => i)
  const rootOf = (leaf: number): number => {
    let root = leaf
    while (at(parents, root) !== root) root = at(parents, root)
    for (let i = leaf; i !== root;) {
      const up = at(parents, i)
      parents[i] = root
      i = up
    }
    return root
  }
  return [...merges]
    .sort((a, b) => a.distance - b.distance)
    .map(({ first, second, distance }, i) => {
      const [a, b] = [rootOf(first), rootOf(second)]
      parents[a] = n + i
      parents[b] = n + i
      return { first: Math.min(a, b), second: Math.max(a, b), distance }
    })
}

const at = (values: Float64Array | Int32Array, index: number): number => values[index] ?? NaN
