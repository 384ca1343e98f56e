import { expect, test } from 'vitest'
import { logRows } from './log-rows'

const log = [10, 20, 30].map((step) => ({ epoch: step > 20 ? 2 : 1, batch: step, step, loss: 2 }))
const validations = [20, 40].map((step) => ({ step, loss: 1.5, accuracy: 0.5 }))

test('validations stand after the lines before them', () => {
  expect(logRows(log, validations, 0)).toEqual([
    { kind: 'line', text: '[1,    10] loss: 2.000' },
    { kind: 'line', text: '[1,    20] loss: 2.000' },
    { kind: 'validation', text: 'validation: 1.500, 50.0 % right' },
    { kind: 'line', text: '[2,    30] loss: 2.000' },
    { kind: 'validation', text: 'validation: 1.500, 50.0 % right' }
  ])
})

test('those among hidden lines are hidden too', () => {
  expect(logRows(log.slice(1), validations, 10).map(({ kind }) => kind)).toEqual([
    'line',
    'validation',
    'line',
    'validation'
  ])
  expect(logRows(log.slice(2), validations, 21).map(({ kind }) => kind)).toEqual(['line', 'validation'])
})

test('a run too short for a line has its validations', () => {
  expect(logRows([], validations, 0).map(({ kind }) => kind)).toEqual(['validation', 'validation'])
})
