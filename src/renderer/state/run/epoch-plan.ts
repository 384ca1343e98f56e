import { epochOrder, runRows, stepsPerEpoch } from '../../../core/training/batch-order'
import type { RunConfig } from '../../../core/settings/run-config'

/** What decides which images are in which batch. */
export type OrderSettings = Pick<RunConfig, 'seed' | 'batchSize' | 'validationSplit' | 'trainImages'>

/** The batches of one epoch. */
export interface EpochPlan {
  /** Rows of the training images in the order of the epoch. */
  readonly order: Uint32Array
  readonly batches: number
}

/**
 * The batches that training makes of an epoch: same rows, same order.
 * @param images in the training set
 * @param epoch counted from 0
 */
export function planEpoch(config: OrderSettings, images: number, epoch: number): EpochPlan {
  const order = epochOrder(runRows(config, images).train, config.seed, epoch)
  return { order, batches: stepsPerEpoch(order.length, config.batchSize) }
}

export interface NumberedBatch {
  /** Counted from 0. */
  readonly number: number
  readonly rows: readonly number[]
}

/** Some batches in a row, as far as the epoch has them; at least its last one. */
export function batchesFrom(
  plan: EpochPlan,
  batchSize: number,
  first: number,
  count: number
): readonly NumberedBatch[] {
  const begin = Math.min(first, plan.batches - 1)
  return Array.from({ length: Math.min(count, plan.batches - begin) }, (_, i) => ({
    number: begin + i,
    rows: batchRows(plan, batchSize, begin + i)
  }))
}

/** Rows of one batch, counted from 0; the last one may be short. */
export function batchRows({ order }: EpochPlan, batchSize: number, batch: number): number[] {
  return [...order.subarray(batch * batchSize, (batch + 1) * batchSize)]
}
