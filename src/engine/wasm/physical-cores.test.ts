import { cpus } from 'node:os'
import { expect, test } from 'vitest'
import { physicalCores } from './physical-cores'

test('there is at least one core, and never more than hardware threads', () => {
  expect(physicalCores()).toBeGreaterThanOrEqual(1)
  expect(physicalCores()).toBeLessThanOrEqual(Math.max(1, cpus().length))
})
