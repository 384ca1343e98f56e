import { expect, test } from 'vitest'
import { smallFigure } from './small-figure'

test.each([
  [0.0002, '0.000', '< 0.001'],
  [0.3, '0', '< 1'],
  [0.0012, '0.001', '0.001'],
  [0, '0.0', '0.0']
])('%d, rounded to %s, is shown as %s', (value, text, shown) => {
  expect(smallFigure(value, text)).toBe(shown)
})
