import { expect, test } from 'vitest'
import { readAxis, readSeedsOption } from './study-axes'

test('a number of seeds counts from 1, a list is taken as it is', () => {
  expect(readSeedsOption('3')).toEqual([1, 2, 3])
  expect(readSeedsOption('7, 9')).toEqual([7, 9])
  expect(() => readSeedsOption('0')).toThrow('--seeds 0')
  expect(() => readSeedsOption('1,x')).toThrow('--seeds 1,x')
})

test.each([
  ['batch-size=4,16', { name: 'batchSize', values: [4, 16] }],
  ['optimizer=sgd,adam', { name: 'optimizer', values: ['sgd', 'adam'] }],
  ['nesterov=on,off', { name: 'nesterov', values: [true, false] }],
  ['validation-split=0.1,0.2', { name: 'validationSplit', values: [0.1, 0.2] }],
  ['learning-rate=0.0001..0.1:log', { name: 'learningRate', from: 0.0001, to: 0.1, scale: 'log' }],
  ['momentum=0..0.95', { name: 'momentum', from: 0, to: 0.95, scale: 'linear' }]
])('%s', (text, axis) => {
  expect(readAxis(text)).toEqual(axis)
})

test.each([
  ['batch-size', 'its values cannot be read'],
  ['batch-size=4', 'one value does not vary'],
  ['batch-size=4,x', 'its values cannot be read'],
  ['learning-rate=a..b', 'its range cannot be read'],
  ['nesterov=on,maybe', 'its values cannot be read'],
  ['seed=1,2', 'seeds are given with --seeds'],
  ['engine=wasm,webgpu', '“engine” does not change what is trained'],
  ['colour=red,blue', 'no setting is called “colour”']
])('%s is refused', (text, why) => {
  expect(() => readAxis(text)).toThrow(why)
})
