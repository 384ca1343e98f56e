/** Above this a number has so many digits that nobody can read it: a training that diverges gets there in a few steps. */
const readable = 1e5

/** A loss for people: `1.234`, `2.5e+28`. */
export function formatLoss(loss: number, digits: number): string {
  return Math.abs(loss) < readable ? loss.toFixed(digits) : loss.toExponential(1)
}
