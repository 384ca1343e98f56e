import type { RunConfig } from '../settings/run-config'
import { epochOrder, runRows } from './batch-order'
import { trainingSize } from './training-size'

/** What a training takes next: which images, and in which order. */
export interface ComingOrders {
  /** All rows that it trains on, and those that it validates on, in order. */
  readonly train: Uint32Array
  readonly validation: Uint32Array
  /** The epoch that goes on or begins, counted from 0. */
  readonly first: number
  /** Epochs from there to the end of the run's settings; 0 where they are over. */
  readonly left: number
  readonly stepsPerEpoch: number
  /** From `first` on: the rest of an epoch under way, then whole epochs. */
  readonly epochs: readonly Uint32Array[]
}

/** Epochs of which a run that is over says the order all the same. */
const furtherEpochs = 10
/** 32 MB of them as int32. */
const mostRows = 8_000_000

/**
 * The rows that a run would train on next: of the rest of its epochs, or of further ones where it has come to its end.
 * A very long run says the order of those that come first, and of one at least.
 * @param step that the training has reached
 * @param images in the training set, before any are held back
 */
export function comingOrders(config: RunConfig, step: number, images: number): ComingOrders {
  const { train, validation } = runRows(config, images)
  const { stepsPerEpoch } = trainingSize(config, images)
  const first = Math.floor(step / stepsPerEpoch)
  const left = Math.max(0, config.epochs - first)
  const told = Math.max(1, Math.min(left === 0 ? furtherEpochs : left, Math.floor(mostRows / train.length)))
  const done = (step - first * stepsPerEpoch) * config.batchSize
  const epochs = Array.from({ length: told }, (_, i) => {
    const order = epochOrder(train, config.seed, first + i)
    return i === 0 ? order.subarray(done) : order
  })
  return { train, validation, first, left, stepsPerEpoch, epochs }
}
