/** The first and the last learning rate of a search; the last is the highest that a run takes. */
const firstRate = 1e-6
const lastRate = 10
/** Images that a search is to see: with fewer, small batches show no fall of the loss at the rates that suit them. */
const images = 16_000
/** With fewer steps there is no curve. */
const fewest = 100
/** Share of a search that the moving average of the losses looks back on. */
const memory = 0.04

/** How many steps a search takes at most. */
export function searchSteps(batchSize: number): number {
  return Math.max(fewest, Math.round(images / batchSize))
}

/**
 * Of a step, growing by the same factor from each to the next.
 * @param step counted from 0
 */
export function rateOf(step: number, steps: number): number {
  return firstRate * (lastRate / firstRate) ** (step / (steps - 1))
}

/** Steps over which losses are averaged, so that a curve lags behind by the same factor whatever the batch size. */
export function smoothedSteps(steps: number): number {
  return memory * steps
}
