import { Random } from '../maths/random'

/** The random numbers that one kind of augmentation draws for one image. */
export interface ImageDraws {
  /** Counted from 0. */
  readonly epoch: number
  /** The same numbers for the same seed, epoch and image, however often they are asked for. */
  readonly inEpoch: (epoch: number) => Random
}

/** Rounds until every bit of a start has reached every bit of the state (PractRand, `sfc32::seed` with three words). */
const mixingRounds = 15
/** More than a run has epochs. */
const epochs = 65_536

/**
 * Draws that follow from these four numbers alone. No generator is carried from image to image, so neither workers nor
 * batches nor a pause can change them. Different numbers make different states: no two images share a sequence.
 */
export function imageDraws(seed: number, stream: number, epoch: number, row: number): ImageDraws {
  return {
    epoch,
    inEpoch(epoch) {
      const random = new Random({ a: seed, b: stream * epochs + epoch, c: row, counter: 1 })
      for (let i = 0; i < mixingRounds; i++) random.nextUint32()
      return random
    }
  }
}
