import { expect, test } from 'vitest'
import { lineLook } from './line-look'

test.each([false, true])('fifteen lines look different, dark: %s', (isDark) => {
  const looks = Array.from({ length: 15 }, (_, i) => JSON.stringify(lineLook(i, isDark)))
  expect(new Set(looks).size).toBe(15)
})
