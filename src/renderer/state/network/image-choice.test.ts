import { expect, test } from 'vitest'
import { lessonDataset } from '../../../core/data/lesson-dataset'
import { methods } from '../../../lab/contract/contract'
import { DatasetState } from '../data/dataset.svelte'
import { FakeLab } from '../line/fake-lab'
import { Notices } from '../line/notices.svelte'
import { ImageChoice } from './image-choice.svelte'

/** Labels go round: 0, 1, ... 9, 0, ... */
function choiceOf(classOf = (row: number) => row % 10): { choice: ImageChoice; fake: FakeLab } {
  const fake = new FakeLab({
    getImages: (input) => ({ labels: methods.getImages.input.parse(input).rows.map(classOf), images: '' })
  })
  const notices = new Notices()
  const dataset = new DatasetState(fake, notices)
  dataset.receive({ state: 'ready', info: lessonDataset, folder: '/data', source: 'npm', files: [] })
  return { choice: new ImageChoice(fake, notices, () => dataset), fake }
}

test('a row outside the images is the nearest one', () => {
  const { choice } = choiceOf()
  choice.showRow(70_000)
  expect(choice.row).toBe(9999)
  choice.showRow(-3)
  expect(choice.row).toBe(0)
})

test('of fewer images the last one is shown', () => {
  const { choice } = choiceOf()
  choice.showImage('train', 49_999)
  expect(choice.row).toBe(49_999)
  choice.showSplit('test')
  expect(choice.row).toBe(9999)
})

test('after the last image comes the first, and before it the last', async () => {
  const { choice, fake } = choiceOf()
  choice.showRow(9999)
  await choice.move(1)
  expect(choice.row).toBe(0)
  await choice.move(-1)
  expect(choice.row).toBe(9999)
  expect(fake.calls).toEqual([])
})

test('of one class the next image is the next of that class, in both directions', async () => {
  const { choice } = choiceOf()
  choice.showRow(4)
  choice.showClass(7)
  await expect.poll(() => choice.row).toBe(7)
  await choice.move(1)
  expect(choice.row).toBe(17)
  await choice.move(-1)
  await choice.move(-1)
  expect(choice.row).toBe(9997)
})

test('a class without an image is looked for in so many images, and no more', async () => {
  const { choice, fake } = choiceOf(() => 0)
  choice.showClass(7)
  await choice.move(1)
  expect(choice.row).toBe(1)
  expect(fake.calls.length).toBe(20)
})

test('an image that was asked for by its number may be of any class', () => {
  const { choice } = choiceOf()
  choice.showClass(7)
  choice.showImage('train', 12)
  expect([choice.split, choice.row, choice.wantedClass]).toEqual(['train', 12, undefined])
})
