import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ImageShape } from '../data/dataset-info'
import { Random } from '../maths/random'
import { lessonConfig, type RunConfig } from '../settings/run-config'
import { augmentImage, augmentImages } from './augment-image'
import { type Augmentation, augmentationOf, blankPixel } from './augmentation'
import { activeAugmentations, augmentationKinds, augmentationNames } from './augmentation-kinds'

type Settings = Pick<RunConfig, (typeof augmentationNames)[number]>

const settings: fc.Arbitrary<Settings> = fc.record({
  crop: fc.integer({ min: 0, max: 7 }),
  flip: fc.constantFrom('off', 'random', 'alternating'),
  brightness: fc.double({ min: 0, max: 1, noNaN: true }),
  contrast: fc.double({ min: 0, max: 1, noNaN: true }),
  cutout: fc.integer({ min: 0, max: 64 })
})
const shapes: fc.Arbitrary<ImageShape> = fc.tuple(
  fc.integer({ min: 8, max: 20 }),
  fc.integer({ min: 8, max: 20 }),
  fc.constantFrom(1, 3, 4)
)
const seeds = fc.integer({ min: 0, max: 2 ** 32 - 1 })
const epochs = fc.integer({ min: 0, max: 999 })
const rows = fc.uint32Array({ minLength: 1, maxLength: 12, max: 10_000_000 })

const off: Settings = { crop: 0, flip: 'off', brightness: 0, contrast: 0, cutout: 0 }

function augmentation(shape: ImageShape, given: Partial<Settings>, seed: number): Augmentation | undefined {
  const model = { ...lessonConfig.model, inputShape: [...shape] satisfies [number, number, number] }
  return augmentationOf({ ...off, ...given, seed, model })
}

const volume = ([height, width, channels]: ImageShape): number => height * width * channels

/** Other bytes for each row. */
function imageOf(row: number, shape: ImageShape): Uint8Array {
  const random = Random.seeded(row, 9)
  return Uint8Array.from({ length: volume(shape) }, () => random.nextBelow(256))
}

function augmented(
  row: number,
  epoch: number,
  shape: ImageShape,
  given: Partial<Settings>,
  seed = 1
): Uint8Array {
  const image = imageOf(row, shape)
  const plan = augmentation(shape, given, seed)
  if (plan !== undefined) augmentImage(image, row, epoch, plan, shape)
  return image
}

describe('augmentation', () => {
  test('makes the same of an image in any worker, batch and order, however often', () => {
    fc.assert(
      fc.property(
        shapes,
        settings,
        seeds,
        epochs,
        rows,
        fc.nat(12),
        (shape, given, seed, epoch, all, cut) => {
          const plan = augmentation(shape, given, seed)
          fc.pre(plan !== undefined)
          const batch = (part: Uint32Array): Uint8Array[] => {
            const size = volume(shape)
            const images = new Uint8Array(part.length * size)
            part.forEach((row, i) => {
              images.set(imageOf(row, shape), i * size)
            })
            augmentImages(images, part, epoch, plan, shape)
            return Array.from(part, (_, i) => images.slice(i * size, (i + 1) * size))
          }
          const whole = batch(all)
          expect([...batch(all.slice(0, cut)), ...batch(all.slice(cut))]).toEqual(whole)
          expect(batch(all.slice().reverse())).toEqual([...whole].reverse())
          expect(Array.from(all, (row) => augmented(row, epoch, shape, given, seed))).toEqual(whole)
        }
      ),
      { numRuns: 60 }
    )
  })

  test('that is all off is none', () => {
    expect(augmentationOf(lessonConfig)).toBeUndefined()
    expect(activeAugmentations(lessonConfig)).toEqual([])
  })

  test.each(augmentationNames)(
    '%s alone changes images, other ones in other epochs and with other seeds',
    (name) => {
      const given = { [name]: augmentationKinds[name].usual }
      const shape: ImageShape = [16, 16, 3]
      const made = (epoch: number, seed: number): Uint8Array[] =>
        Array.from({ length: 20 }, (_, row) => augmented(row, epoch, shape, given, seed))
      expect(made(0, 1)).not.toEqual(Array.from({ length: 20 }, (_, row) => imageOf(row, shape)))
      expect(made(1, 1)).not.toEqual(made(0, 1))
      expect(made(0, 2)).not.toEqual(made(0, 1))
    }
  )

  test('kinds have streams of their own, so one more changes nothing that another draws', () => {
    const streams = augmentationNames.map((name) => augmentationKinds[name].stream)
    expect(new Set(streams).size).toBe(streams.length)
    fc.assert(
      fc.property(shapes, seeds, epochs, fc.nat(50_000), (shape, seed, epoch, row) => {
        const both = augmented(row, epoch, shape, { crop: 3, flip: 'random' }, seed)
        const cropped = augmented(row, epoch, shape, { crop: 3 }, seed)
        const mirrored = cropped.slice()
        augmentationKinds.flip.apply(mirrored, true, { shape, fill: [] })
        expect([cropped, mirrored]).toContainEqual(both)
      }),
      { numRuns: 40 }
    )
  })
})

describe('flip', () => {
  const shape: ImageShape = [8, 8, 1]
  const isFlipped = (how: Settings['flip'], row: number, epoch: number): boolean =>
    augmented(row, epoch, shape, { flip: how }).join() !== imageOf(row, shape).join()

  test('alternating shows an image mirrored in every other epoch, and half of them in the first', () => {
    const first = Array.from({ length: 1000 }, (_, row) => isFlipped('alternating', row, 0))
    for (const epoch of [1, 2, 7, 8]) {
      first.forEach((flipped, row) => {
        expect(isFlipped('alternating', row, epoch)).toBe(epoch % 2 === 0 ? flipped : !flipped)
      })
    }
    const share = first.filter(Boolean).length / first.length
    expect(share).toBeGreaterThan(0.45)
    expect(share).toBeLessThan(0.55)
  })

  test('random tosses a coin for each image and epoch: neither rows nor epochs next to each other agree', () => {
    const tosses = Array.from({ length: 40 }, (_, epoch) =>
      Array.from({ length: 100 }, (_unused, row) => isFlipped('random', row, epoch))
    )
    const flat = tosses.flat()
    const agree = (pairs: readonly (readonly [boolean | undefined, boolean | undefined])[]): number =>
      pairs.filter(([one, other]) => one === other).length / pairs.length
    expect(flat.filter(Boolean).length / flat.length).toBeCloseTo(0.5, 1)
    expect(agree(flat.slice(1).map((one, i) => [one, flat[i]]))).toBeCloseTo(0.5, 1)
    expect(agree(flat.slice(100).map((one, i) => [one, flat[i]]))).toBeCloseTo(0.5, 1)
  })
})

test('crop shifts by every distance up to its setting, and by no more', () => {
  const shape: ImageShape = [8, 8, 1]
  const kind = augmentationKinds.crop
  const seen = new Set<string>()
  for (let row = 0; row < 1000; row++) {
    const image = Uint8Array.from({ length: 64 }, (_, i) => i)
    const plan = augmentation(shape, { crop: 2 }, 5)
    if (plan !== undefined) augmentImage(image, row, 0, plan, shape)
    for (let down = -2; down <= 2; down++) {
      for (let right = -2; right <= 2; right++) {
        const shifted = Uint8Array.from({ length: 64 }, (_, i) => i)
        kind.apply(shifted, { down, right }, { shape, fill: [] })
        if (shifted.join() === image.join()) seen.add(`${down} ${right}`)
      }
    }
  }
  expect(seen.size).toBe(25)
})

test('cutout blanks one rectangle, no larger than its square, around a pixel of the image', () => {
  fc.assert(
    fc.property(shapes, fc.integer({ min: 1, max: 64 }), seeds, fc.nat(50_000), (shape, side, seed, row) => {
      const [height, width, channels] = shape
      const image = new Uint8Array(volume(shape)).fill(255)
      const plan = augmentation(shape, { cutout: side }, seed)
      if (plan !== undefined) augmentImage(image, row, 0, plan, shape)
      const planes = Array.from({ length: channels }, (_, c) =>
        image.subarray(c * height * width, (c + 1) * height * width)
      )
      const places = Array.from(planes[0] ?? []).flatMap((value, i) => (value === 255 ? [] : [i]))
      const ys = places.map((i) => Math.floor(i / width))
      const xs = places.map((i) => i % width)
      const spread = (values: readonly number[]): number =>
        values.reduce((a, b) => Math.max(a, b)) - values.reduce((a, b) => Math.min(a, b)) + 1
      expect(places.length).toBe(spread(ys) * spread(xs))
      expect(spread(ys)).toBeLessThanOrEqual(side)
      expect(spread(xs)).toBeLessThanOrEqual(side)
      expect(spread(ys)).toBeGreaterThanOrEqual(Math.min(height, Math.ceil(side / 2)))
      expect(spread(xs)).toBeGreaterThanOrEqual(Math.min(width, Math.ceil(side / 2)))
      for (const plane of planes) expect(plane).toEqual(planes[0])
      expect(new Set(image)).toEqual(places.length === height * width ? new Set([128]) : new Set([128, 255]))
    }),
    { numRuns: 60 }
  )
})

test.each<[[number, number] | [number, number][], number[]]>([
  [
    [-1, 1],
    [128, 128, 128]
  ],
  [
    [0, 1],
    [0, 0, 0]
  ],
  [
    [1, 2],
    [0, 0, 0]
  ],
  [
    [-2, -1],
    [255, 255, 255]
  ],
  [
    [
      [-1, 3],
      [-2, 1],
      [-1, 1]
    ],
    [64, 170, 128]
  ]
])('of pixels %j the blank one is %j', (pixels, blank) => {
  expect(blankPixel({ ...lessonConfig.model, pixels })).toEqual(blank)
})

test('opacity is kept by brightness and contrast', () => {
  const shape: ImageShape = [8, 8, 4]
  for (const given of [{ brightness: 1 }, { contrast: 1 }]) {
    const [before, after] = [imageOf(3, shape), augmented(3, 0, shape, given)]
    expect(after.subarray(192)).toEqual(before.subarray(192))
    expect(after.subarray(0, 192)).not.toEqual(before.subarray(0, 192))
  }
})
