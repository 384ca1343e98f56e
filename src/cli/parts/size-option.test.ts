import { expect, test } from 'vitest'
import { sizeOption } from './size-option'

test.each([
  ['64', [64, 64]],
  ['48x64', [48, 64]],
  [' 8×224 ', [8, 224]]
])('%s is a size', (text, sides) => {
  expect(sizeOption.parse(text)).toEqual(sides)
})

test.each([
  ['3000', '--size must be from 8 to 224 pixels'],
  ['64x4', '--size must be from 8 to 224 pixels'],
  ['large', '--size must be one number, such as 64, or height and width, such as 48x64'],
  ['-64', '--size must be one number, such as 64, or height and width, such as 48x64'],
  ['', '--size must be one number, such as 64, or height and width, such as 48x64']
])('“%s” is refused in words', (text, words) => {
  expect(sizeOption.safeParse(text).error?.issues.map(({ message }) => message)).toEqual([words])
})
