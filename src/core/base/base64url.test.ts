import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fromBase64Url, toBase64Url } from './base64url'

test('any text comes back', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const encoded = toBase64Url(text)
      expect(encoded).toMatch(/^[A-Za-z0-9_-]*$/)
      expect(fromBase64Url(encoded)).toBe(text)
    })
  )
})

test('is what others write', () => {
  expect(toBase64Url('Grüße, 木?>')).toBe(Buffer.from('Grüße, 木?>').toString('base64url'))
})

test.each(['a', 'a b', 'YQ==', 'é', '_w'])('%o is none', (text) => {
  expect(fromBase64Url(text)).toBeUndefined()
})
