import { expect, test } from 'vitest'
import { overTimeWords } from './over-time-words'

const drawn = [
  { name: 'cat', share: 0.5 },
  { name: 'ship', share: 0.254 }
]

test('one moment, and several', () => {
  expect(overTimeWords(1, 0.375, drawn)).toBe(
    'Accuracy by class over 1 moment of the training; at last 37.5 % of all images are right, cat 50 %, ship 25 %'
  )
  expect(overTimeWords(1200, 0.375, drawn)).toContain('over 1,200 moments of the training')
})
