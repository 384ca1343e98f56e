import { expect, test } from 'vitest'
import { boundedMemoryFlag } from '../../core/base/address-space'
import { memoryLimit } from './memory-limit'

const gibibyte = 2 ** 30

test.each([
  ['no limit', undefined, [], true],
  ['room for reserved addresses', 32 * gibibyte, [], true],
  ['no room for reserved addresses', 12 * gibibyte, [], false],
  ['room without reserved addresses', 12 * gibibyte, [boundedMemoryFlag], true],
  ['no room at all', 4 * gibibyte, [boundedMemoryFlag], false]
])('%s', (_, limit, options, runs) => {
  expect(memoryLimit(2, limit, options) === undefined).toBe(runs)
})

test('the reason names the limit, and the remedy what raises it', () => {
  const found = memoryLimit(2, 4 * gibibyte, [boundedMemoryFlag])
  expect(found?.reason).toMatch(/^memory limit: a process may take 4\.0 GiB of address space here/)
  expect(found?.remedy).toContain('ulimit -v unlimited')
})
