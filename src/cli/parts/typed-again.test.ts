import { expect, test } from 'vitest'
import { typedAgain } from './typed-again'

test('options are written as they are typed, switches that are off and paths with spaces too', () => {
  expect(
    typedAgain({
      batchSize: '64',
      nesterov: false,
      optimizer: 'sgd',
      epochs: undefined,
      augment: 'flip,crop=4',
      network: "my nets/it's.json"
    }).join(' ')
  ).toBe(
    String.raw`--batch-size 64 --no-nesterov --optimizer sgd --augment flip,crop=4 --network 'my nets/it'\''s.json'`
  )
  expect(typedAgain({ nesterov: true })).toEqual(['--nesterov'])
})
