import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { z } from '../../src/core/base/schema'
import { classNames, imageShape } from '../../src/core/data/dataset-info'
import { knownNpz } from '../../src/lab/dataset/known/npz-kinds'
import { findKnownSets } from '../../src/lab/dataset/known/find-known-sets'
import type { KnownSet } from '../../src/lab/dataset/known/known-set'

const files = path.join(import.meta.dirname, 'files')
const image = z.tuple([z.number(), z.string(), z.string()])
const expectedSet = z.object({
  place: z.string(),
  kind: z.string(),
  name: z.string(),
  variant: z.string().nullable(),
  classes: z.array(z.string()),
  shape: z.array(z.number()),
  train: z.array(image),
  test: z.array(image)
})
const expected = z
  .array(expectedSet)
  .parse(JSON.parse(await readFile(path.join(files, 'expected.json'), 'utf8')))

/** As make-known-sets.py writes them down: label, sha256 of the planar pixels, origin. */
async function imagesOf(set: KnownSet, role: 'train' | 'test'): Promise<unknown[]> {
  const images: unknown[] = []
  for await (const { label, pixels, origin } of set.images(role)) {
    images.push([label, createHash('sha256').update(pixels).digest('hex'), origin])
  }
  return images
}

describe.each([...new Set(expected.map(({ place }) => place))])('%s', (place) => {
  test('holds what Python wrote into it', async () => {
    const found = await findKnownSets(path.join(files, place))
    const described = await Promise.all(
      found.map(async (set) => ({
        place,
        kind: set.kind,
        name: set.name,
        variant: set.variant ?? null,
        classes: set.classes,
        shape: set.shape,
        train: await imagesOf(set, 'train'),
        test: await imagesOf(set, 'test')
      }))
    )
    const order = (list: readonly { readonly variant: string | null }[]): unknown[] =>
      [...list].sort((a, b) => String(a.variant).localeCompare(String(b.variant)))
    expect(order(described)).toEqual(order(expected.filter((set) => set.place === place)))
    for (const set of found) {
      expect(set.official).toBe(false)
      expect(classNames.parse(set.classes)).toEqual(set.classes)
      expect(imageShape.parse(set.shape)).toEqual(set.shape)
      expect(set.counts.train).toBe((await imagesOf(set, 'train')).length)
    }
  })
})

test.each([
  'path',
  'derma',
  'oct',
  'pneumonia',
  'retina',
  'breast',
  'blood',
  'tissue',
  'organa',
  'organc',
  'organs'
])('the classes of MedMNIST’s %s', (part) => {
  const kind = knownNpz(`${part}mnist_64.npz`)
  expect(classNames.safeParse(kind?.classes).error).toBeUndefined()
  expect(kind?.sums).toHaveLength(4)
})
