import { expect, test } from 'vitest'
import { differingFields } from './differing-fields'
import { lessonConfig } from '../settings/run-config'

test('the same settings do not differ, whatever the order of their keys', () => {
  const reversed = Object.fromEntries(Object.entries(lessonConfig).reverse())
  expect(differingFields(lessonConfig, reversed)).toEqual([])
})

test('each field that differs is named', () => {
  const [first, ...others] = lessonConfig.model.layers
  const changed = {
    ...lessonConfig,
    seed: 7,
    optimizer: { ...lessonConfig.optimizer, momentum: 0.8 },
    model: { ...lessonConfig.model, layers: [{ ...first, name: 'other' }, ...others] }
  }
  expect(differingFields(lessonConfig, changed).sort()).toEqual([
    'model.layers.0.name',
    'optimizer.momentum',
    'seed'
  ])
})

test('what one of them lacks differs, unless it is undefined', () => {
  expect(differingFields({ a: 1 }, {})).toEqual(['a'])
  expect(differingFields({ a: undefined }, {})).toEqual([])
  expect(differingFields({ a: [1, 2] }, { a: [1] })).toEqual(['a.1'])
  expect(differingFields({ a: null }, { a: {} })).toEqual(['a'])
})
