import { expect, test } from 'vitest'
import { mirrorImages } from './mirror-images'

test('left and right change places in each row of each channel of each image', () => {
  // Two images of one channel, two rows of three pixels.
  const images = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12)
  mirrorImages(images, [2, 3, 1])
  expect([...images]).toEqual([3, 2, 1, 6, 5, 4, 9, 8, 7, 12, 11, 10])
  mirrorImages(images, [2, 3, 1])
  expect([...images]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
})
