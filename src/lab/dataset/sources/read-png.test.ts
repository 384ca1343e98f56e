import fc from 'fast-check'
import { Readable } from 'node:stream'
import { PNG } from 'pngjs'
import { describe, expect, test } from 'vitest'
import { readPngRows } from './read-png'

function pieces(content: Uint8Array, size: number): Readable {
  const count = Math.ceil(content.length / size)
  return Readable.from(Array.from({ length: count }, (_, i) => content.subarray(i * size, (i + 1) * size)))
}

async function decode(content: Uint8Array, size = 100): Promise<Uint8Array> {
  const rows: Uint8Array[] = []
  for await (const row of readPngRows(pieces(content, size), () => undefined)) rows.push(row.slice())
  return Buffer.concat(rows)
}

function encode(
  width: number,
  height: number,
  rgba: Uint8Array,
  options: { colorType: 2 | 6; filterType: number }
) {
  const png = new PNG({ width, height })
  png.data.set(rgba)
  return PNG.sync.write(png, options)
}

const picture = fc
  .record({ width: fc.integer({ min: 1, max: 20 }), height: fc.integer({ min: 1, max: 12 }) })
  .chain(({ width, height }) =>
    fc.record({
      width: fc.constant(width),
      height: fc.constant(height),
      rgba: fc
        .uint8Array({ minLength: width * height * 4, maxLength: width * height * 4 })
        .map((bytes) => bytes.map((byte, i) => (i % 4 === 3 ? 255 : byte)))
    })
  )

describe('readPngRows', () => {
  test.each([0, 1, 2, 3, 4, -1])('decodes what another program encoded, filter %i', async (filterType) => {
    await fc.assert(
      fc.asyncProperty(picture, fc.integer({ min: 1, max: 200 }), async ({ width, height, rgba }, size) => {
        const rgb = rgba.filter((_, i) => i % 4 !== 3)
        const withoutAlpha = encode(width, height, rgba, { colorType: 2, filterType })
        expect(Buffer.from(rgb).equals(await decode(withoutAlpha, size))).toBe(true)
        const withAlpha = encode(width, height, rgba, { colorType: 6, filterType })
        expect(Buffer.from(rgba).equals(await decode(withAlpha, size))).toBe(true)
      }),
      { numRuns: 30 }
    )
  })

  const whole = encode(8, 8, new Uint8Array(256).fill(7), { colorType: 2, filterType: 0 })
  const altered = (at: number, value: number): Uint8Array => {
    const copy = Uint8Array.from(whole)
    copy[at] = value
    return copy
  }
  test.each([
    ['nothing', new Uint8Array(0), /does not begin with a header/],
    ['another format', Buffer.from('GIF89a, and more than that'), /not a PNG/],
    ['a picture cut short', whole.subarray(0, 50), /cannot be read|unexpected end/],
    ['a palette', altered(25, 3), /not plain RGB/],
    ['16 bits', altered(24, 16), /not plain RGB/],
    ['interlacing', altered(28, 1), /not plain RGB/],
    ['fewer rows than promised', altered(23, 9), /ends after 8 of 9 rows/],
    ['more rows than promised', altered(23, 7), /more rows/]
  ])('refuses %s', async (_, content, message) => {
    await expect(decode(content)).rejects.toThrow(message)
  })
})
