import { expect, test } from 'vitest'
import { lessonConfig } from '../settings/run-config'
import { augmentImage } from './augment-image'
import { augmentationOf } from './augmentation'
import { mirroredRows } from './mirrored-rows'

test('are those that alternating flip changes in the first epoch', () => {
  const augmentation = augmentationOf({ ...lessonConfig, flip: 'alternating', seed: 9 })
  if (augmentation === undefined) throw new Error('Nothing is changed.')
  const rows = Uint32Array.from({ length: 60 }, (_, i) => 3 * i)
  const changed = rows.filter((row) => {
    const image = Uint8Array.of(1, 2)
    augmentImage(image, row, 0, augmentation, [1, 2, 1])
    return image[0] === 2
  })
  expect(mirroredRows(rows, 9)).toEqual(changed)
  expect(changed.length).toBeGreaterThan(10)
})
