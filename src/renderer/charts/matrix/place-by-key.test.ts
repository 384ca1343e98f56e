import { describe, expect, test } from 'vitest'
import { placeByKey } from './place-by-key'

const from = { row: 0, column: 3 }

describe('in a matrix of four classes', () => {
  test.each([
    ['ArrowUp', false, { row: 0, column: 3 }],
    ['ArrowDown', false, { row: 1, column: 3 }],
    ['ArrowLeft', false, { row: 0, column: 2 }],
    ['ArrowRight', false, { row: 0, column: 3 }],
    ['Home', false, { row: 0, column: 0 }],
    ['End', true, { row: 3, column: 3 }],
    ['Enter', false, undefined]
  ])('%s, with Ctrl: %s', (key, ctrlKey, place) => {
    expect(placeByKey({ key, ctrlKey }, from, 4)).toEqual(place)
  })
})
