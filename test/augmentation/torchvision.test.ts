import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { brightness } from '../../src/core/augmentation/brightness'
import { contrast } from '../../src/core/augmentation/contrast'
import { crop } from '../../src/core/augmentation/crop'
import { flip } from '../../src/core/augmentation/flip'
import { z } from '../../src/core/base/schema'
import { imageShape } from '../../src/core/data/dataset-info'

const result = z.string()
const change = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('crop'), drawn: z.object({ down: z.int(), right: z.int() }), result }),
  z.object({ kind: z.literal('flip'), drawn: z.literal(true), result }),
  z.object({ kind: z.literal('brightness'), drawn: z.number(), result }),
  z.object({ kind: z.literal('contrast'), drawn: z.number(), result })
])
const side = z.int()
/** What make_augmentations.py writes; its images are smaller than those of a data set. */
const fixtures = z
  .array(
    z.object({
      shape: z.tuple([side, side, imageShape.def.items[2]]),
      image: z.string(),
      cases: z.array(change)
    })
  )
  .parse(
    JSON.parse(readFileSync(new URL('../fixtures/torchvision/augmentations.json', import.meta.url), 'utf8'))
  )

function applied(
  image: Uint8Array,
  shape: (typeof fixtures)[number]['shape'],
  made: z.infer<typeof change>
): void {
  const images = { shape, fill: [] }
  switch (made.kind) {
    case 'crop':
      crop.apply(image, made.drawn, images)
      break
    case 'flip':
      flip.apply(image, made.drawn, images)
      break
    case 'brightness':
      brightness.apply(image, made.drawn, images)
      break
    case 'contrast':
      contrast.apply(image, made.drawn, images)
      break
  }
}

test.each(
  fixtures.flatMap(({ shape, image, cases }) =>
    cases.map((made) => ({
      name: `${shape.join(' × ')} ${made.kind} ${JSON.stringify(made.drawn)}`,
      shape,
      image,
      made
    }))
  )
)('$name: the bytes of torchvision', ({ shape, image, made }) => {
  const bytes = Uint8Array.from(Buffer.from(image, 'base64'))
  applied(bytes, shape, made)
  expect(Buffer.from(bytes).toString('base64')).toBe(made.result)
})

test('every kind but cutout, which torchvision does not have, is compared', () => {
  expect(new Set(fixtures.flatMap(({ cases }) => cases.map(({ kind }) => kind)))).toEqual(
    new Set(['crop', 'flip', 'brightness', 'contrast'])
  )
})
