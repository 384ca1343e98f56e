/** Whether a convolution of planes (convolution-planar.ts) can compute the stage, and loses less to padding than filters in vectors would. */
export function suitsPlanes(stage: {
  readonly filters: number
  readonly strides: readonly [number, number]
  readonly padding: readonly [number, number]
  readonly pool: readonly [number, number]
  readonly pooledWidth: number
}): boolean {
  const { filters, strides, padding, pool, pooledWidth } = stage
  const fits = strides[0] === 1 && strides[1] === 1 && padding[0] === 0 && padding[1] === 0
  const lossOfFilters = (Math.ceil(filters / 4) * 4) / filters
  const lossOfColumns = (Math.ceil(pooledWidth / 2) * 2) / pooledWidth
  return fits && pool[0] === 2 && pool[1] === 2 && lossOfColumns < lossOfFilters
}
