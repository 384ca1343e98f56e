import { expect, test } from 'vitest'
import { defaultOptimizers } from '../optimizers/optimizer-kinds'
import { lessonConfig } from './run-config'
import { settingNames } from './settings'
import { settingRows } from './setting-rows'

const differing = (...configs: Parameters<typeof settingRows>[0]) =>
  settingRows(configs)
    .filter(({ differs }) => differs)
    .map(({ name, values }) => [name, ...values])

test('the same settings differ in nothing', () => {
  expect(differing(lessonConfig, lessonConfig)).toEqual([])
  const names = settingRows([lessonConfig]).map(({ name }) => name)
  expect(names).toContain('network')
  // SGD has no beta.
  expect(names).not.toContain('beta1')
  expect(names.length).toBeLessThan(settingNames.length)
})

test('what differs is told as people write it', () => {
  expect(differing(lessonConfig, { ...lessonConfig, batchSize: 32, validationSplit: 0.2 })).toEqual([
    ['batchSize', '4', '32'],
    ['validationSplit', '0 %', '20 %']
  ])
})

test('a knob that one optimizer does not have is not there', () => {
  const rows = differing(lessonConfig, { ...lessonConfig, optimizer: defaultOptimizers.adam })
  expect(rows).toContainEqual(['momentum', '0.9', undefined])
  expect(rows).toContainEqual(['beta1', undefined, '0.9'])
})

test('networks of the same size that differ say how', () => {
  const layers = lessonConfig.model.layers.map((layer) =>
    layer.name === 'relu1' ? { type: 'gelu' as const, name: layer.name } : layer
  )
  const rows = differing(lessonConfig, { ...lessonConfig, model: { ...lessonConfig.model, layers } })
  expect(rows).toHaveLength(1)
  expect(rows[0]?.[1]).toBe('62,006 parameters')
  expect(rows[0]?.[2]).toMatch(/^62,006 parameters; relu1: .*GELU/i)
})
