import { expect, test } from 'vitest'
import { validationResult } from './validation-result'

const validations = [
  { loss: 1.2, accuracy: 0.5 },
  { loss: 1, accuracy: 0.6 },
  { loss: 1.1, accuracy: 0.62 },
  { loss: 1.3, accuracy: 0.58 }
]

test('the best epoch, and the last', () => {
  expect(validationResult({ patience: 0 }, validations)).toEqual({ best: 0.62, end: 0.58 })
})

test('early stopping ends with the epoch of the lowest loss', () => {
  expect(validationResult({ patience: 2 }, validations)).toEqual({ best: 0.62, end: 0.6 })
})

test('nothing before the first validation', () => {
  expect(validationResult({ patience: 0 }, [])).toBeUndefined()
})
