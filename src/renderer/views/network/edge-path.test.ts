import { expect, test } from 'vitest'
import { edgePath } from './edge-path'

test('a line along rows and columns has round corners', () => {
  expect(
    edgePath(
      [
        [0, 0],
        [20, 0],
        [20, 30],
        [24, 30]
      ],
      6
    )
  ).toBe('M0 0L14 0Q20 0 20 6L20 28Q20 30 22 30L24 30')
  expect(edgePath([])).toBe('')
})
