import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { jsonLimits, parseBoundedJson } from './bounded-json'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const parse = (text: string): unknown => parseBoundedJson(bytes(text), 'x.json')

describe('parseBoundedJson', () => {
  test('gives what JSON.parse gives, whatever the strings hold', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue({ maxDepth: 8 })), (value) => {
        const text = JSON.stringify(value)
        fc.pre(!text.includes('__proto__'))
        expect(parse(text)).toEqual(JSON.parse(text))
      })
    )
  })

  test('every proper beginning of an object is told as cut off', () => {
    const text = '{"a":["b\\\\","\\"{[",{"c":1}],"d":"é"}'
    for (let end = 1; end < text.length; end++) {
      expect(() => parse(text.slice(0, end))).toThrow('x.json ends in the middle: the rest was cut off.')
    }
  })

  test.each([
    ['', 'x.json is empty.'],
    [' \n', 'x.json is empty.'],
    ['[1]', 'x.json is not a checkpoint: it does not begin with “{”.'],
    ['PK\u0003\u0004', 'x.json is not a checkpoint: it does not begin with “{”.'],
    ['{"a":1,}', 'x.json is not valid JSON'],
    ['{"a":1}}', 'x.json is not valid JSON'],
    ['{"__proto__":{"polluted":1}}', 'x.json has a key “__proto__”'],
    ['{"a":{"\\u005f_proto__":1}}', 'x.json has a key “__proto__”']
  ])('refuses %j', (text, message) => {
    expect(() => parse(text)).toThrow(message)
  })

  test('accepts a byte order mark, refuses text that is not UTF-8', () => {
    expect(parse('\ufeff{"a":1}')).toEqual({ a: 1 })
    expect(() => parseBoundedJson(Uint8Array.of(0x7b, 0xff, 0x7d), 'x.json')).toThrow('not UTF-8 text')
  })

  test('depth and number of values are bounded before anything is built', () => {
    const nested = (depth: number): string => '{"a":'.repeat(depth) + '1' + '}'.repeat(depth)
    expect(() => parse(nested(jsonLimits.depth))).not.toThrow()
    expect(() => parse(nested(jsonLimits.depth + 1))).toThrow('nested more than 32 levels deep')
    expect(() => parse('{"a":' + '['.repeat(1_000_000))).toThrow('nested more than 32 levels deep')
    expect(() => parse(`{"a":[${'0,'.repeat(jsonLimits.values + 1)}0]}`)).toThrow('more than 100,000 values')
  })

  test('a quadratic number of escaped quotes takes linear time', () => {
    expect(parse(`{"a":"${'\\"'.repeat(200_000)}"}`)).toEqual({ a: '"'.repeat(200_000) })
  })
})
