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
  // The last two of 26 filters have no channel of their own and start at random.
  const first24 = (values: readonly number[]): number[] => values.filter((_, i) => i % 26 < 24)
  expect(first24(actual.identity.kernel)).toEqual(first24(required(identityKernel, 'the kernel')))
  expect(first24(actual.identity.bias)).toEqual(first24(required(identityBias, 'the bias')))
  expect(first24(actual.identity.kernel).reduce((a, b) => a + b)).toBe(24)
  expect(actual.identity.bias.slice(24).every((value) => value !== 0)).toBe(true)
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
