import { expect, test } from 'vitest'
import { describeArithmetics, mixedArithmetics } from './describe-arithmetics'

const fused = { fromStep: 0, name: 'fused' }
const plain = { fromStep: 2000, name: 'plain' }

test('names the arithmetic, and from which step on another', () => {
  expect(describeArithmetics([fused])).toBe('fused')
  expect(describeArithmetics([fused, plain])).toBe('fused; from step 2,000 on plain')
  expect(describeArithmetics([plain])).toBe('from step 2,000 on plain')
  expect(describeArithmetics([])).toBeUndefined()
})

test('warns of a mixture, and of nothing else', () => {
  expect(mixedArithmetics([fused, plain])).toMatch(/not the same to the bit/)
  expect(mixedArithmetics([fused])).toBeUndefined()
})
