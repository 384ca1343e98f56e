/** One learning rate for all steps of a call: f64[steps]. */
export function steadyRates(
  { learningRate }: { readonly learningRate: number },
  steps: number
): Float64Array {
  return new Float64Array(steps).fill(learningRate)
}
