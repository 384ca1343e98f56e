import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readAddress, writeAddress, type Address } from './address'

const address: fc.Arbitrary<Address> = fc.record(
  {
    room: fc.constantFrom('lesson', 'data', 'network', 'optimizer', 'train', 'evaluate', 'runs', 'devices'),
    runId: fc.stringMatching(/^[a-z0-9-]{1,64}$/),
    image: fc.oneof(
      fc.constant('own' as const),
      fc.record({ split: fc.constantFrom('train', 'test'), row: fc.nat({ max: 59_999 }) })
    ),
    layer: fc.nat({ max: 40 }),
    runs: fc.array(fc.stringMatching(/^[a-z0-9-]{1,20}$/), { minLength: 1, maxLength: 10 }),
    tab: fc.constantFrom('batches', 'filters', 'trash'),
    study: fc.constantFrom('study-1', 'study-123'),
    topic: fc.constantFrom('epochs', 'lossSurface', 'layer:conv1'),
    guide: fc.constant('exercises')
  },
  { requiredKeys: ['room'] }
)

test('an address leads where it was written', () => {
  fc.assert(
    fc.property(address, (place) => {
      expect(readAddress(writeAddress(place))).toEqual(place)
    })
  )
})

test('looks like this', () => {
  expect(writeAddress({ room: 'data' })).toBe('#/data')
  expect(writeAddress({ room: 'evaluate', runId: 'run-12' })).toBe('#/evaluate/run-12')
  expect(writeAddress({ room: 'network', runId: 'run-1', image: { split: 'test', row: 12 } })).toBe(
    '#/network/run-1?image=test-12'
  )
  expect(
    writeAddress({
      room: 'network',
      image: { split: 'train', row: 3 },
      layer: 0,
      tab: 'edit',
      topic: 'layer:conv1',
      guide: 'exercises'
    })
  ).toBe('#/network?image=train-3&layer=0&tab=edit&topic=layer:conv1&guide=exercises')
})

test.each([
  ['?tab=attic', { tab: 'attic' }],
  ['?runs=run-3,run-5', { runs: ['run-3', 'run-5'] }],
  ['?runs=', {}],
  ['?tab=studies&study=study-3', { tab: 'studies', study: 'study-3' }],
  ['?study=run-3', {}],
  ['?runs=run-3,RUN', {}],
  ['?tab=Attic', {}],
  ['?tab=', {}],
  ['?layer=-1', {}],
  ['?layer=1e9', {}],
  ['?guide=words', {}],
  ['?guide=attic&layer=2', { layer: 2 }],
  ['?topic=attic', {}],
  ['?topic=toString', {}],
  ['?topic=layer:', {}],
  ['?topic=layer:a%20b', {}],
  ['?topic=layer%3Aconv1&tab=edit', { tab: 'edit', topic: 'layer:conv1' }]
])('a tab, layer, topic or side of the guide that cannot be leads to the usual one: %s', (query, rest) => {
  expect(readAddress(`#/network${query}`)).toEqual({ room: 'network', ...rest })
})

test.each([
  '',
  '#',
  '#/',
  '#train',
  '#/attic',
  '#/Train',
  '#/train/',
  '#/train/../runs',
  '#/train/RUN',
  `#/train/${'r'.repeat(65)}`,
  '#/train/run-1/log',
  '#/network?image=test-',
  '#/network?image=attic-1',
  '#/network?image=test-99999999999999999999',
  '#/network?image=test--1',
  '#/network?token=secret',
  '#/network?tab=edit&tab=edit',
  '#/network?tab=edit&token=secret',
  '#/train/%2e%2e',
  '#/train?image=test-1&x=1'
])('leads nowhere: %j', (fragment) => {
  expect(readAddress(fragment)).toBeUndefined()
})

test('whatever somebody types is read without an error', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const place = readAddress(`#/${text}`)
      expect(place === undefined || writeAddress(place).startsWith('#/')).toBe(true)
    })
  )
})
