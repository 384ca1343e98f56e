import { expect, test } from 'vitest'
import { formatMarkdown, formatText, formatValue } from '../../scripts/bench/measurement'

const measurement = {
  title: 'Speed',
  notes: ['on a machine'],
  rows: [
    { batch: 4, 'steps/s': 6581.7, 'times it': 6.784 },
    { batch: 512, 'steps/s': 53.26 }
  ]
}

test('numbers have three digits, counts have them all', () => {
  expect([6581.7, 99.96, 53.26, 6.784, -0.5, 62006].map(formatValue)).toEqual([
    '6,582',
    '100.0',
    '53.3',
    '6.78',
    '-0.50',
    '62,006'
  ])
})

test('a table for the terminal', () => {
  expect(formatText(measurement).split('\n')).toEqual([
    'Speed',
    '=====',
    'batch  steps/s  times it',
    '    4    6,582      6.78',
    '  512     53.3',
    '- on a machine'
  ])
})

test('a table for the documentation', () => {
  expect(formatMarkdown(measurement).split('\n')).toEqual([
    '### Speed',
    '',
    '| batch | steps/s | times it |',
    '| --- | --- | --- |',
    '| 4 | 6,582 | 6.78 |',
    '| 512 | 53.3 |  |',
    '',
    '- on a machine'
  ])
})
