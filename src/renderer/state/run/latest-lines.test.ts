import { expect, test } from 'vitest'
import { linesHidden } from './latest-lines'

test('a short list is shown whole', () => {
  expect(linesHidden(0)).toBe(0)
  expect(linesHidden(500)).toBe(0)
})

test('of a long one the latest lines are shown, between 401 and 500 of them', () => {
  for (const length of [501, 600, 59_000, 1_000_001]) {
    const shown = length - linesHidden(length)
    expect(shown).toBeGreaterThan(400)
    expect(shown).toBeLessThanOrEqual(500)
  }
})

test('what is hidden changes once in a hundred lines', () => {
  const hidden = new Set(Array.from({ length: 1000 }, (_, i) => linesHidden(10_000 + i)))
  expect(hidden.size).toBeLessThanOrEqual(11)
})
