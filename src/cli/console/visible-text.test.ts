import fc from 'fast-check'
import { expect, test } from 'vitest'
import { visibleJson, visibleText } from './visible-text'

test.each([
  ['\x1b[2Jgone', '\\u001b[2Jgone'],
  ['\x9b31mred', '\\u009b31mred'],
  ['first\nsecond', 'first\\u000asecond'],
  ['over\rwritten\b', 'over\\u000dwritten\\u0008'],
  ['\u202egnp.exe', '\\u202egnp.exe'],
  ['\ud800', '\\ud800']
])('%j is shown as %j', (text, shown) => {
  expect(visibleText(text)).toBe(shown)
})

test.each(['Zürich 東京 “Größe”', '👩‍🔬 with a joiner', 'می‌خواهم'])('%s is left as it is', (text) => {
  expect(visibleText(text)).toBe(text)
})

test('JSON means the same afterwards, and holds nothing that a terminal obeys', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
      const json = visibleJson(JSON.stringify({ text }, undefined, 2))
      expect(JSON.parse(json)).toEqual({ text })
      expect(json.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u)
    })
  )
})
