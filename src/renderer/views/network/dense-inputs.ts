/** An input of a dense layer, and what it adds to a unit's sum. */
export interface DenseInput {
  /** Its place among the inputs. */
  readonly at: number
  readonly product: number
}

/** The inputs that count most in a sum, whether they add to it or take from it. */
export function largestInputs(products: Iterable<number>, count: number): readonly DenseInput[] {
  return [...products]
    .map((product, at) => ({ at, product }))
    .sort((a, b) => Math.abs(b.product) - Math.abs(a.product))
    .slice(0, count)
}

/**
 * Where an input came from: map, row and column, or its number.
 * @param flattened [height, width, channels] of the maps that were flattened, if any
 */
export function inputName(at: number, flattened: readonly [number, number, number] | undefined): string {
  if (flattened === undefined) return `input ${at + 1}`
  const [, width, channels] = flattened
  const pixel = Math.floor(at / channels)
  return `map ${(at % channels) + 1}, row ${Math.floor(pixel / width) + 1}, col ${(pixel % width) + 1}`
}
