import { required } from '../../../core/base/required'

/**
 * A kernel with each filter divided by its largest weight, for pictures of filters that differ much in size.
 * @param kernel f32[…, filters]
 */
export function scaledApart(kernel: Float32Array, filters: number): Float32Array {
  const largest = new Float32Array(filters)
  kernel.forEach((weight, i) => {
    const filter = i % filters
    largest[filter] = Math.max(required(largest[filter], 'a filter'), Math.abs(weight))
  })
  return kernel.map((weight, i) => {
    const by = required(largest[i % filters], 'a filter')
    return by === 0 ? 0 : weight / by
  })
}
