import type { MatrixPlaces } from '../plan/plan'
import { region } from '../plan/region'

/**
 * WGSL that gives a weight's gradient to the optimizer: it moves the weight, or where that belongs to a matrix that moves as
 * a whole, it only finds the direction.
 * @param at of the weight within its operation's: those of the kernel, then those of the bias
 */
export function updateWeight(
  at: string,
  gradient: string,
  weights: number,
  matrix: MatrixPlaces | undefined,
  kernelWeights: number
): string {
  const optimize = `optimize(${weights}u + ${at}, ${gradient});`
  if (matrix === undefined || matrix.held) return optimize
  const [values] = matrix.values
  return `if (${at} < ${kernelWeights}u) { memory[${values}u + ${at}] = directionOf(${weights}u + ${at}, ${gradient}); }
      else { ${optimize} }`
}

/** What that writes. */
export function updatedRegions(name: string, matrix: MatrixPlaces | undefined): string[] {
  const finds = matrix !== undefined && !matrix.held
  return [region.parameters(name), ...(finds ? [region.directions(name, 0)] : [])]
}
