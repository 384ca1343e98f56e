import fc from 'fast-check'
import { PNG } from 'pngjs'
import { describe, expect, test } from 'vitest'
import { LabError } from '../core/base/lab-error'
import type { ImageShape } from '../core/data/dataset-info'
import type { ImageFit } from '../core/data/image-file'
import type { DecodedImage } from '../lab/dataset/decoding/decoder-protocol'
import { decodeImage } from './decode-image'
import { loadSharp } from './load-sharp'

const sharp = loadSharp(import.meta.filename)

const decode = (
  bytes: Uint8Array,
  shape: ImageShape,
  fit: ImageFit = 'cover',
  name = 'photo.png'
): Promise<DecodedImage> => decodeImage(sharp, { source: { name, bytes: new Uint8Array(bytes) }, shape, fit })

/** @param rgba u8[height, width, 4] */
function png(width: number, height: number, rgba: Uint8Array): Buffer {
  const image = new PNG({ width, height })
  image.data.set(rgba)
  return PNG.sync.write(image)
}

/** One colour on the left, another on the right. */
function halves(width: number, height: number): Buffer {
  const rgba = new Uint8Array(width * height * 4).fill(255)
  for (let pixel = 0; pixel < width * height; pixel++) {
    rgba.set(pixel % width < width / 2 ? [200, 0, 0] : [0, 0, 200], pixel * 4)
  }
  return png(width, height, rgba)
}

const side = fc.integer({ min: 8, max: 40 })
const picture = fc
  .tuple(side, side)
  .chain(([width, height]) =>
    fc.tuple(
      fc.constant(width),
      fc.constant(height),
      fc.uint8Array({ minLength: width * height * 4, maxLength: width * height * 4 })
    )
  )

describe('an image of the target’s size', () => {
  test.each(['cover', 'contain', 'stretch'] as const)('keeps every byte (%s)', async (fit) => {
    await fc.assert(
      fc.asyncProperty(picture, async ([width, height, rgba]) => {
        const { pixels } = await decode(png(width, height, rgba), [height, width, 4], fit)
        const plane = width * height
        const planar = Uint8Array.from({ length: plane * 4 }, (_, at) =>
          Number(rgba[(at % plane) * 4 + Math.floor(at / plane)])
        )
        expect(pixels).toEqual(planar)
      }),
      { numRuns: 20 }
    )
  })
})

describe('an image of another size', () => {
  /** The first channel of the row in the middle. */
  const redsOf = ({ pixels }: DecodedImage, [height, width]: ImageShape): number[] => [
    ...pixels.subarray(Math.floor(height / 2) * width, (Math.floor(height / 2) + 1) * width)
  ]

  test('covers the target from its centre', async () => {
    const shape = [16, 16, 3] as const
    const reds = redsOf(await decode(halves(320, 80), shape), shape)
    expect(reds.slice(0, 4)).toEqual(new Array(4).fill(200))
    expect(reds.slice(-4)).toEqual(new Array(4).fill(0))
  })

  test('is contained in the target, in black', async () => {
    const shape = [16, 16, 3] as const
    const { pixels, notes } = await decode(halves(320, 80), shape, 'contain')
    const rows = Array.from({ length: 16 }, (_, y) => Number(pixels[y * 16 + 2]))
    expect(rows).toEqual([0, 0, 0, 0, 0, 0, 200, 200, 200, 200, 0, 0, 0, 0, 0, 0])
    expect(notes).toEqual([])
  })

  test('is stretched to the target', async () => {
    const shape = [16, 32, 3] as const
    const reds = redsOf(await decode(halves(64, 512), shape, 'stretch'), shape)
    expect(reds.slice(0, 12)).toEqual(new Array(12).fill(200))
  })

  test('that is smaller is enlarged, and noted', async () => {
    const decoded = await decode(halves(4, 4), [16, 16, 3])
    expect(decoded).toMatchObject({ width: 4, height: 4, notes: ['enlarged'] })
    expect(decoded.pixels[0]).toBeGreaterThan(180)
  })

  test('with a side a million times the other is read all the same', async () => {
    const long = new Uint8Array(500_000 * 2 * 4).fill(255)
    for (const fit of ['cover', 'contain', 'stretch'] as const) {
      expect((await decode(png(500_000, 2, long), [8, 8, 1], fit)).pixels).toHaveLength(64)
    }
  })
})

test('AVIF is read', async () => {
  const avif = await sharp(halves(64, 64)).avif({ lossless: true }).toBuffer()
  const { format, width, pixels } = await decode(avif, [64, 64, 3], 'cover', 'photo.avif')
  expect({ format, width }).toEqual({ format: 'avif', width: 64 })
  expect(pixels[0]).toBeGreaterThan(190)
})

test.each([
  [new Uint8Array(), 'data-corrupt', 'photo.png is empty.'],
  [
    Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
    'unsupported',
    'photo.png is an SVG drawing. Tenfold reads PNG, JPEG, WebP, GIF, TIFF, BMP, and AVIF.'
  ],
  [
    new Uint8Array(64_000_001),
    'invalid-input',
    'photo.png has 64 MB. Tenfold reads files of up to 64 MB and images of up to 50 megapixels.'
  ],
  [
    png(1, 3, new Uint8Array(12)),
    'invalid-input',
    'photo.png has 1 × 3 pixels. An image needs at least 2 × 2.'
  ]
])('what cannot be read is refused in words', async (bytes, code, message) => {
  const failure = await decode(bytes, [8, 8, 3]).catch((thrown: unknown) => LabError.from(thrown))
  expect(failure).toMatchObject({ code, message })
})

test('only the readers of the announced formats are there', async () => {
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"/>')
  await expect(sharp(svg).metadata()).rejects.toThrow()
})
