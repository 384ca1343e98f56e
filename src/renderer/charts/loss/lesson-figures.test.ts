import { expect, test } from 'vitest'
import { lessonFigure, lessonFigures } from './lesson-figures'

test('twelve figures, at the steps of the lesson’s lines', () => {
  const figures = lessonFigures(4)
  expect(figures.map(({ step }) => step)).toEqual([
    2000, 4000, 6000, 8000, 10_000, 12_000, 14_500, 16_500, 18_500, 20_500, 22_500, 24_500
  ])
  expect(figures[0]?.loss).toBe(2.105)
  expect(figures.at(-1)?.loss).toBe(1.267)
})

test('another batch size has seen as many images at another step', () => {
  expect(lessonFigures(8)[6]?.step).toBe(7250)
})

test('a line of the log finds its figure', () => {
  expect(lessonFigure(2, 2000)).toBe(1.388)
  expect(lessonFigure(1, 1000)).toBeUndefined()
  expect(lessonFigure(3, 2000)).toBeUndefined()
})
