import { expect, test } from 'vitest'
import { lessonConfig } from '../../../core/settings/run-config'
import { trainingImages } from './training-images'

const planes = Uint8Array.from({ length: 3072 }, (_, i) => i % 251)

test('where nothing augments, or the network is for other images, they stay as they are', () => {
  expect(trainingImages(lessonConfig, [32, 32, 3])).toBeUndefined()
  expect(trainingImages({ ...lessonConfig, crop: 4 }, [28, 28, 1])).toBeUndefined()
})

test('an image is changed in a copy, another way in another epoch', () => {
  const make = trainingImages({ ...lessonConfig, flip: 'alternating' }, [32, 32, 3])
  const before = planes.slice()
  const [first, second] = [make?.(planes, 5, 0), make?.(planes, 5, 1)]
  expect(planes).toEqual(before)
  expect([first?.join(), second?.join()].filter((image) => image === before.join())).toHaveLength(1)
})
