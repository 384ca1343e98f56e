import { expect, test } from 'vitest'
import type { ImageRef } from '../../../core/data/dataset-edit'
import { ImageSelection } from './image-selection.svelte'

const shown: readonly ImageRef[] = [
  { split: 'train', row: 3 },
  { split: 'train', row: 7 },
  { split: 'train', row: 9 },
  { split: 'test', row: 3 }
]
const image = (i: number): ImageRef => shown[i] ?? { split: 'test', row: 99 }
const rowsOf = (selection: ImageSelection): string[] =>
  selection.chosen.map(({ split, row }) => `${split} ${row}`).sort()

test('images are selected and left out one by one', () => {
  const selection = new ImageSelection()
  selection.toggle(image(0))
  selection.toggle(image(3))
  expect(rowsOf(selection)).toEqual(['test 3', 'train 3'])
  expect([selection.has(image(0)), selection.has(image(1))]).toEqual([true, false])
  selection.toggle(image(0))
  expect(rowsOf(selection)).toEqual(['test 3'])
})

test('a range goes from the last one on, in either direction', () => {
  const selection = new ImageSelection()
  selection.toggle(image(2))
  selection.extend(image(0), shown)
  expect(rowsOf(selection)).toEqual(['train 3', 'train 7', 'train 9'])
  selection.extend(image(3), shown)
  expect(rowsOf(selection)).toEqual(['test 3', 'train 3', 'train 7', 'train 9'])
  selection.clear()
  expect(selection.chosen).toEqual([])
})

test('a range without a beginning is the image itself', () => {
  const selection = new ImageSelection()
  selection.extend(image(1), shown)
  expect(rowsOf(selection)).toEqual(['train 7'])
})
