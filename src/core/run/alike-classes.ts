import { required } from '../base/required'
import { averageLinkage } from '../maths/average-linkage'
import { leafOrder } from '../maths/leaf-order'
import type { Evaluation } from './evaluation'

type Counted = Pick<Evaluation, 'classes' | 'cells'>

export interface AlikeClasses {
  /** All classes; those that are often mistaken for one another lie beside each other. */
  readonly order: readonly number[]
  /** Classes that are mixed up far more often than others, in this order; no class is in two groups. */
  readonly groups: readonly (readonly number[])[]
}

/** Two parts form one group if their classes are mixed up this many times as often as two classes are on average. */
const timesAsOften = 5
/** Fewer mistakes may be chance. */
const leastMistakes = 10

/**
 * Which classes a network mixes up. Two classes are the more alike, the larger the share of the images of each that is
 * predicted as the other (mean of both shares); they are clustered by average linkage, and put in the best order that
 * the tree allows. 1,000 classes take less than a second.
 */
export function alikeClasses(result: Counted): AlikeClasses {
  const n = result.classes.length
  const likeness = mixedShares(result)
  const distances = likeness.map((share) => 1 - share)
  const merges = averageLinkage(distances, n)
  const order = leafOrder(distances, merges)

  const pairs = (n * (n - 1)) / 2
  const enough = (timesAsOften * likeness.reduce((sum, share) => sum + share, 0)) / 2 / pairs
  const clusters: (readonly number[])[] = Array.from({ length: n }, (_, i) => [i])
  const groups = new Set<readonly number[]>()
  for (const { first, second, distance } of merges) {
    if (1 - distance < enough || distance >= 1) break
    const parts = [required(clusters[first], 'a cluster'), required(clusters[second], 'a cluster')]
    const cluster = parts.flat()
    for (const part of parts) groups.delete(part)
    groups.add(cluster)
    clusters.push(cluster)
  }
  const places = new Map(order.map((label, place) => [label, place]))
  const placeOf = (label: number | undefined): number =>
    required(places.get(label ?? -1), 'a place of each class')
  return {
    order,
    groups: [...groups]
      .map((group) => [...group].sort((a, b) => placeOf(a) - placeOf(b)))
      .filter((group) => mistakesAmong(result, group).among >= leastMistakes)
      .sort((a, b) => placeOf(a[0]) - placeOf(b[0]))
  }
}

/** Of the wrong predictions for images of some classes: all, and those that are one of these classes. */
export function mistakesAmong(
  { cells }: Pick<Counted, 'cells'>,
  group: readonly number[]
): { readonly among: number; readonly all: number } {
  const members = new Set(group)
  const counts = { among: 0, all: 0 }
  for (const [label, predicted, images] of cells) {
    if (label === predicted || !members.has(label)) continue
    counts.all += images
    if (members.has(predicted)) counts.among += images
  }
  return counts
}

/** f64[n, n], symmetric: the mean of both shares of two classes that are predicted as the other; 0 on the diagonal. */
function mixedShares({ classes, cells }: Counted): Float64Array {
  const n = classes.length
  const totals = new Float64Array(n)
  for (const [label, , images] of cells) totals[label] = (totals[label] ?? NaN) + images
  const shares = new Float64Array(n * n)
  for (const [label, predicted, images] of cells) {
    if (label === predicted) continue
    const half = images / (totals[label] ?? NaN) / 2
    for (const at of [label * n + predicted, predicted * n + label]) shares[at] = (shares[at] ?? NaN) + half
  }
  return shares
}
