import { required } from '../base/required'
import type { Program } from '../engine/engine'
import { checkBatchStatistics } from '../model/check-batch-statistics'
import type { RunConfig } from '../settings/run-config'
import { epochOrder } from '../training/batch-order'
import type { Loader } from '../training/loader'
import { RateCurve } from './rate-curve'
import type { RatePoint } from './rate-point'
import { rateOf, searchSteps } from './search-steps'

/** Images of one call of the engine: few enough that messages are let in often. */
const callImages = 128

export interface RateSearch {
  readonly config: RunConfig
  /** With the weights that a run starts from. */
  readonly program: Program
  readonly loader: Loader
  /** Training images that a run with these settings trains on. */
  readonly rows: Uint32Array
  /** Called before each call of the engine; what it throws ends the search. */
  readonly onProgress: (done: number, total: number) => Promise<void>
}

/**
 * Trains from the start weights while the learning rate grows exponentially from step to step: the range test of Smith
 * 2017, “Cyclical Learning Rates for Training Neural Networks”. The batches are those of a run, in its order; the
 * schedule is left out.
 * @returns a point for each step with a finite loss, up to where the curve is over
 * @throws LabError 'invalid-input' when the batches leave batch normalisation nothing to normalise over
 */
export async function searchRates(search: RateSearch): Promise<readonly RatePoint[]> {
  const { config, program, loader, rows, onProgress } = search
  const { batchSize } = config
  checkBatchStatistics(config.model, rows.length, batchSize)
  const total = searchSteps(batchSize)
  const stepsPerCall = Math.max(1, Math.floor(callImages / batchSize))
  const slot = program.createSlot(stepsPerCall * batchSize)
  const rates = new Float64Array(stepsPerCall)
  const losses = new Float32Array(stepsPerCall)
  const curve = new RateCurve(total)
  for (let epoch = 0; ; epoch++) {
    const order = epochOrder(rows, config.seed, epoch)
    for (let first = 0; first < order.length; first += stepsPerCall * batchSize) {
      const done = curve.points.length
      await onProgress(done, total)
      const steps = Math.min(stepsPerCall, total - done)
      const batch = order.subarray(first, first + steps * batchSize)
      for (let i = 0; i < steps; i++) rates[i] = rateOf(done + i, total)
      await loader.fill(slot, batch, epoch)
      await program.train(slot, 0, batch.length, batchSize, rates, losses)
      for (let i = 0; i * batchSize < batch.length; i++) curve.add(required(losses[i], 'a loss of each step'))
      if (curve.isOver) return curve.points
    }
  }
}
