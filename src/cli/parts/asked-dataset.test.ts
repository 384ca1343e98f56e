import { expect, test } from 'vitest'
import { lessonDataset } from '../../core/data/lesson-dataset'
import type { DatasetStatus } from '../../lab/contract/dataset-status'
import { methods } from '../../lab/contract/contract'
import { askedDataset } from './asked-dataset'

const shapes: DatasetStatus = {
  state: 'absent',
  info: { ...lessonDataset, id: 'shapes', name: 'Shapes', hash: 'ab'.repeat(32) }
}
const home: DatasetStatus = { state: 'absent', info: lessonDataset }

const lab = {
  getDataset: (input: unknown) => {
    const { dataset } = methods.getDataset.input.parse(input)
    return Promise.resolve(dataset === 'shapes' ? shapes : home)
  },
  listDatasets: () => Promise.resolve({ datasets: [home, shapes], drafts: [], unreadable: [] })
}

test('the one that was named comes first, then the assignment’s, then the usual one', async () => {
  const assigned = { name: 'Figures', hash: shapes.info.hash }
  expect((await askedDataset(lab, undefined, undefined)).info.id).toBe('cifar-10')
  expect((await askedDataset(lab, undefined, assigned)).info.id).toBe('shapes')
  expect((await askedDataset(lab, 'cifar-10', assigned)).info.id).toBe('cifar-10')
})

test('an assignment’s that is not there is not replaced by another', async () => {
  const asked = askedDataset(lab, undefined, { name: 'Flowers', hash: 'cd'.repeat(32) })
  await expect(asked).rejects.toMatchObject({
    code: 'data-missing',
    message: 'The assignment is for Flowers (sha256 cdcdcdcd…), which is not in this data folder.'
  })
})
