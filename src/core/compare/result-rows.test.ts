import { expect, test } from 'vitest'
import type { ComparedResult } from './comparison'
import { classRows, resultRows } from './result-rows'

const result = (number: number, known: Partial<ComparedResult>): ComparedResult => ({
  number,
  name: `run ${number}`,
  status: 'finished',
  step: 1000,
  parameters: 62_006,
  runningLoss: undefined,
  accuracy: undefined,
  margin: undefined,
  topTwo: undefined,
  macroF1: undefined,
  testLoss: undefined,
  bestValidation: undefined,
  trainMs: 0,
  imagesPerSecond: undefined,
  device: undefined,
  ...known
})
const row = (label: string, results: readonly ComparedResult[]) =>
  resultRows(results).find((one) => one.label === label)

test('all runs that share the best result are marked', () => {
  const results = [
    result(1, { accuracy: 0.5, testLoss: 1.2 }),
    result(2, { accuracy: 0.5, testLoss: 1.1 }),
    result(3, { accuracy: 0.4 })
  ]
  expect(row('Accuracy', results)).toMatchObject({
    values: ['50.0 %', '50.0 %', '40.0 %'],
    best: [true, true, false]
  })
  expect(row('Test loss', results)).toMatchObject({
    values: ['1.200', '1.100', '–'],
    best: [false, true, false]
  })
})

test('what is not known is a dash, and no time is not the shortest', () => {
  const results = [
    result(1, { trainMs: 90_000 }),
    result(2, { status: 'imported' }),
    result(3, { trainMs: 80_000 })
  ]
  expect(row('Training', results)).toMatchObject({
    values: ['1:30.0', '–', '1:20.0'],
    best: [false, false, true]
  })
  expect(row('Device', results)?.values).toEqual(['–', '–', '–'])
  expect(row('Status', results)?.values).toEqual(['finished', 'loaded', 'finished'])
})

test('no number of parameters is better than another', () => {
  const results = [result(1, { parameters: 10 }), result(2, { parameters: 20_000 })]
  expect(row('Parameters', results)).toMatchObject({ values: ['10', '20,000'], best: [false, false] })
})

test('the classes', () => {
  expect(classRows([{ name: 'frog', accuracies: [0.25, 0.75] }])).toEqual([
    { label: 'frog', values: ['25.0 %', '75.0 %'], best: [false, true] }
  ])
})
