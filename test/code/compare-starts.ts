import { expect } from 'vitest'
import { required } from '../../src/core/base/required'
import { z } from '../../src/core/base/schema'
import type { Weights } from '../../src/core/model/weights'

/** Kernels [kh, kw, in, filters] and biases of a script's layers before the first step, one value after the other. */
export const scriptStarts = z.object({
  whiten: z.object({ kernel: z.array(z.number()), bias: z.array(z.number()) }),
  identity: z.object({ kernel: z.array(z.number()), bias: z.array(z.number()) })
})

/**
 * Eigenvectors have no order and no sign of their own where eigenvalues are close, so what is compared of whitening is
 * what they do together: the sums over filters of w w' and of b w.
 * @param tolerance of the largest sum: float32 and 5e-4 of a variance leave about 0.2 %
 */
export function compareStarts(
  actual: z.infer<typeof scriptStarts>,
  expected: Weights,
  tolerance: number
): void {
  const [kernel, bias, identityKernel, identityBias] = expected.map(({ values }) => [...values])
  const ours = together(required(kernel, 'the kernel'), required(bias, 'the bias'))
  const theirs = together(actual.whiten.kernel, actual.whiten.bias)
  const scale = ours.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  expect(theirs).toHaveLength(12 * 13)
  theirs.forEach((value, i) => {
    expect(Math.abs(value - required(ours[i], 'a sum')) / scale).toBeLessThan(tolerance)
  })
  // The last of 26 filters have no channel of their own and start at random.
  const channels = required(bias, 'the bias').length
  const same = (values: readonly number[]): number[] => values.filter((_, i) => i % 26 < channels)
  expect(same(actual.identity.kernel)).toEqual(same(required(identityKernel, 'the kernel')))
  expect(same(actual.identity.bias)).toEqual(same(required(identityBias, 'the bias')))
  expect(same(actual.identity.kernel).reduce((a, b) => a + b)).toBe(channels)
  expect(actual.identity.bias.slice(channels).every((value) => value !== 0)).toBe(true)
}

/** @param kernel [values, filters] @returns [values, values + 1] */
function together(kernel: readonly number[], bias: readonly number[]): number[] {
  const filters = bias.length
  const values = kernel.length / filters
  const weight = (i: number, filter: number): number => required(kernel[i * filters + filter], 'a weight')
  const sum = (of: (filter: number) => number): number =>
    bias.reduce((total, _, filter) => total + of(filter), 0)
  return Array.from({ length: values }, (_, i) => [
    ...Array.from({ length: values }, (_unused, k) => sum((filter) => weight(i, filter) * weight(k, filter))),
    sum((filter) => weight(i, filter) * required(bias[filter], 'a bias'))
  ]).flat()
}
