import { expect, test } from 'vitest'
import { axisPlace, numberText } from './axis-place'

test('a linear axis is even between the least and the greatest value', () => {
  const { place, ticks } = axisPlace({ label: 'momentum', scale: 'linear' }, [0.5, 0.9, 0.7])
  expect(place(0.5)).toBe(0)
  expect(place(0.9)).toBe(1)
  expect(place(0.7)).toBeCloseTo(0.5)
  expect(ticks.map(({ text }) => text)).toEqual(['0.5', '0.7', '0.9'])
})

test('a logarithmic axis is even in factors', () => {
  const values = [1e-4, 2e-4, 5e-4, 1e-3, 2e-3, 5e-3, 1e-2]
  const { place, ticks } = axisPlace({ label: 'learning rate', scale: 'log' }, values)
  expect(place(1e-3)).toBeCloseTo(0.5)
  expect(ticks.map(({ text }) => text)).toEqual([
    '0.0001',
    '0.0002',
    '0.0005',
    '0.001',
    '0.002',
    '0.005',
    '0.01'
  ])
})

test('over many powers of ten only these are written', () => {
  const values = [3e-6, 1e-5, 1e-4, 1e-3, 2e-3, 5e-3, 0.3]
  const { ticks } = axisPlace({ label: 'learning rate', scale: 'log' }, values)
  expect(ticks.map(({ text }) => text)).toEqual(['0.00001', '0.0001', '0.001', '0.01', '0.1'])
})

test('many values of a linear axis have round numbers beside them', () => {
  const values = [0.013, 0.2, 0.31, 0.48, 0.5, 0.77, 0.98]
  const { ticks } = axisPlace({ label: 'momentum', scale: 'linear' }, values)
  expect(ticks.map(({ text }) => text)).toEqual(['0.2', '0.4', '0.6', '0.8'])
})

test('an axis that is to be logarithmic and has a 0 is linear', () => {
  const { place } = axisPlace({ label: 'weight decay', scale: 'log' }, [0, 0.5, 1])
  expect(place(0.5)).toBe(0.5)
})

test('choices are even, in their order, and one that was not announced follows', () => {
  const { place, ticks } = axisPlace({ label: 'optimizer', scale: 'choice', values: ['sgd', 'adam'] }, [
    'adam',
    'lion'
  ])
  expect(['sgd', 'adam', 'lion'].map(place)).toEqual([1 / 6, 0.5, 5 / 6])
  expect(ticks.map(({ text }) => text)).toEqual(['sgd', 'adam', 'lion'])
  expect(place('other')).toBeNaN()
})

test('values that are all the same are in the middle', () => {
  const { place, ticks } = axisPlace({ label: 'batch size', scale: 'log' }, [4, 4])
  expect(place(4)).toBe(0.5)
  expect(ticks).toEqual([{ at: 0.5, text: '4' }])
})

test.each([
  [128, '128'],
  [0.001, '0.001'],
  [0.0000234, '0.0000234'],
  [2e-7, '2e−7'],
  [-1.5, '−1.5'],
  [0, '0']
])('%s is written %s', (value, text) => {
  expect(numberText(value)).toBe(text)
})
