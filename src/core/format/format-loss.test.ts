import { expect, test } from 'vitest'
import { formatLoss } from './format-loss'

test.each([
  [2.30258, 3, '2.303'],
  [99_999, 2, '99999.00'],
  [2.5169453997164764e28, 3, '2.5e+28']
])('%d with %d digits is %s', (loss, digits, text) => {
  expect(formatLoss(loss, digits)).toBe(text)
})
