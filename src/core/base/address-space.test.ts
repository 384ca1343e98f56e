import { expect, test } from 'vitest'
import { addressSpaceLimit } from './address-space'

const limits = (
  value: string
): string => `Limit                     Soft Limit           Hard Limit           Units
Max cpu time              unlimited            unlimited            seconds
Max address space         ${value.padEnd(21)}${value.padEnd(21)}bytes
Max file locks            unlimited            unlimited            locks
`

test.each([
  [limits('unlimited'), undefined],
  [limits('6144000000'), 6_144_000_000],
  ['', undefined]
])('the limit on address space', (text, bytes) => {
  expect(addressSpaceLimit(text)).toBe(bytes)
})
