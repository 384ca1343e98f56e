import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Series } from '../../../core/maths/series'
import { LogRows, logRowText } from './log-rows'

const line = (step: number) => ({ epoch: step > 20 ? 2 : 1, batch: step, step, loss: 2 })
const validation = (step: number) => ({ epoch: 1, step, loss: 1.5, accuracy: 0.5 })
const rowsOf = (lines: readonly number[], validations: readonly number[]): LogRows =>
  new LogRows(Series.from(lines.map(line)), Series.from(validations.map(validation)))

test('validations stand after the lines before them', () => {
  const rows = rowsOf([10, 20, 30], [20, 40])
  expect(rows.slice(0, rows.length).map(logRowText)).toEqual([
    '[1,    10] loss: 2.000',
    '[1,    20] loss: 2.000',
    'validation: 1.500, 50.0 % right',
    '[2,    30] loss: 2.000',
    'validation: 1.500, 50.0 % right'
  ])
})

test('a run too short for a line has its validations', () => {
  const rows = rowsOf([], [20, 40])
  expect(rows.slice(0, 5).map(({ kind }) => kind)).toEqual(['validation', 'validation'])
})

test('any stretch is that of the whole list', () => {
  const steps = fc.uniqueArray(fc.nat(60), { maxLength: 30 }).map((all) => all.sort((a, b) => a - b))
  fc.assert(
    fc.property(steps, steps, fc.nat(60), fc.nat(60), (lines, validations, first, end) => {
      const rows = rowsOf(lines, validations)
      const whole = [
        ...lines.map((step) => ({ kind: 'line', of: line(step) })),
        ...validations.map((step) => ({ kind: 'validation', of: validation(step) }))
      ].sort((a, b) => a.of.step - b.of.step)
      expect(rows.length).toBe(whole.length)
      expect(rows.slice(first, end)).toEqual(whole.slice(first, end))
    })
  )
})
