import fc from 'fast-check'
import { expect, test } from 'vitest'
import { layerFields, nextValue, typedInto } from './layer-fields'

test.each([
  ['a whole number', { min: 1, max: 64, whole: true }, 6, 7, 5],
  ['a share', { min: 0, max: 0.99, whole: false }, 0.2, 0.25, 0.15],
  ['a number over powers of ten', { min: 1e-12, max: 1, whole: false }, 0.001, 0.0015, 0.0005]
])('arrow keys change %s by its own step', (_, range, value, up, down) => {
  expect(nextValue(range, value, 1)).toBe(up)
  expect(nextValue(range, value, -1)).toBe(down)
})

test('arrow keys stay in the range', () => {
  fc.assert(
    fc.property(
      fc.boolean(),
      fc.integer({ min: 1, max: 9 }),
      fc.constantFrom(1, -1),
      (whole, value, direction) => {
        const next = nextValue({ min: 1, max: 9, whole }, value, direction === 1 ? 1 : -1)
        expect(next).toBeGreaterThanOrEqual(1)
        expect(next).toBeLessThanOrEqual(9)
      }
    )
  )
})

test('what is typed becomes the layer’s, or is refused with the range', () => {
  const [filters] = layerFields({
    type: 'conv2d',
    name: 'conv1',
    filters: 6,
    kernelSize: [5, 3],
    strides: [1, 1],
    padding: [0, 0]
  })
  expect(filters).toBeDefined()
  if (filters === undefined) return
  expect(typedInto(filters, '12')).toMatchObject({ layer: { filters: 12, kernelSize: [5, 3] } })
  for (const text of ['0', '1.5', 'six', '']) {
    expect(typedInto(filters, text), text).toHaveProperty('error')
  }
})
