import fc from 'fast-check'
import { expect, test } from 'vitest'
import { roundTogether } from './round-together'

test('thirds of a hundred', () => {
  expect(roundTogether([33.333, 33.333, 33.334], 1)).toEqual(['33.3', '33.4', '33.3'])
})

test('the texts add up to the rounded whole, and each is nearer than a unit', () => {
  const part = fc.double({ min: 0, max: 1000, noNaN: true })
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 6 }), (parts) => {
      const texts = roundTogether(parts, 1)
      const whole = parts.reduce((a, b) => a + b, 0)
      expect(texts.reduce((sum, text) => sum + Math.round(Number(text) * 10), 0)).toBe(Math.round(whole * 10))
      texts.forEach((text, i) => expect(Math.abs(Number(text) - (parts[i] ?? 0))).toBeLessThan(0.1001))
    })
  )
})
