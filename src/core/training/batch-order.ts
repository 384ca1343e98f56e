import { randomStream } from '../model/initial-weights'
import { Random } from '../maths/random'
import type { RunConfig } from '../settings/run-config'

/** Which rows of the training images are for training, and which are held back to validate. */
export interface RowSplit {
  readonly train: Uint32Array
  readonly validation: Uint32Array
}

/** Splits rows 0..count-1 at random, the same way for the same seed. Both parts come sorted. */
export function splitRows(count: number, validationSplit: number, seed: number): RowSplit {
  const rows = Uint32Array.from({ length: count }, (_, row) => row)
  const held = Math.round(count * validationSplit)
  if (held === 0) return { train: rows, validation: new Uint32Array(0) }
  Random.seeded(seed, randomStream.split).shuffle(rows)
  return { train: rows.slice(held).sort(), validation: rows.slice(0, held).sort() }
}

/** The rows that a run trains on and those that it validates on, out of `count` training images. */
export function runRows(
  { validationSplit, trainImages, seed }: Pick<RunConfig, 'validationSplit' | 'trainImages' | 'seed'>,
  count: number
): RowSplit {
  const { train, validation } = splitRows(count, validationSplit, seed)
  return { train: trainImages === 0 ? train : train.slice(0, trainImages), validation }
}

/**
 * The order in which an epoch visits its rows: a fresh shuffle that depends on seed and epoch alone, so that a
 * resumed run needs no other record of it.
 * @param epoch counted from 0
 */
export function epochOrder(rows: Uint32Array, seed: number, epoch: number): Uint32Array {
  return Random.seeded(seed, randomStream.order + epoch).shuffle(rows.slice())
}

/** Mini-batches in an epoch, a last short one included. */
export function stepsPerEpoch(images: number, batchSize: number): number {
  return Math.ceil(images / batchSize)
}
