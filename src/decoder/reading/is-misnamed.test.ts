import { expect, test } from 'vitest'
import { isMisnamed } from './is-misnamed'

test.each([
  ['photo.png', 'png', false],
  ['PHOTO.JPG', 'jpeg', false],
  ['scan.tiff', 'tiff', false],
  ['photo.jpg', 'png', true],
  ['photo.svg', 'png', true],
  ['photo', 'png', false],
  ['frame.0001', 'png', false],
  ['/folder.jpg/photo', 'png', false]
] as const)('%s that is a %s: %s', (name, format, misnamed) => {
  expect(isMisnamed(name, format)).toBe(misnamed)
})
