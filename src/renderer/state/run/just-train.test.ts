import { expect, test } from 'vitest'
import { LabError } from '../../../core/base/lab-error'
import { lessonDataset } from '../../../core/data/lesson-dataset'
import type { DatasetStatus } from '../../../lab/contract/dataset-status'
import { DatasetState } from '../data/dataset.svelte'
import { FakeLab } from '../line/fake-lab'
import { Notices } from '../line/notices.svelte'
import { JustTrain } from './just-train.svelte'

const info = lessonDataset
const absent: DatasetStatus = { state: 'absent', info }
const downloading: DatasetStatus = {
  state: 'downloading',
  info,
  phase: 'downloading',
  source: 'npm',
  done: 1,
  total: 2,
  bytesPerSecond: 1
}
const ready: DatasetStatus = { state: 'ready', info, folder: '/data', source: 'npm', files: [] }
const failed: DatasetStatus = {
  state: 'failed',
  info,
  error: new LabError('offline', 'No source answered.', 'Try again.').toData()
}

function setUp(answers: Readonly<Record<string, () => unknown>> = {}) {
  const fake = new FakeLab(answers)
  const dataset = new DatasetState(fake, new Notices(), (status) => just.follow(status))
  let trainings = 0
  const just: JustTrain = new JustTrain(dataset, () => {
    trainings += 1
    return Promise.resolve('run-1')
  })
  return { fake, dataset, just, trainings: () => trainings }
}

test('where the data is here it just trains', async () => {
  const { fake, dataset, just, trainings } = setUp()
  dataset.receive(ready)
  await just.start()
  expect(trainings()).toBe(1)
  expect(just.waiting).toBe(false)
  expect(fake.calls).toEqual([])
  expect(just.runId).toBe('run-1')
  just.forget()
  expect(just.runId).toBeUndefined()
})

test('gets the data first, and trains once it is ready', async () => {
  const { fake, dataset, just, trainings } = setUp()
  dataset.receive(absent)
  await just.start()
  expect(fake.calls).toEqual([{ method: 'downloadDataset', input: { source: 'auto' } }])
  // An answer that was on its way before the download began.
  dataset.receive(absent)
  dataset.receive(downloading)
  expect([just.waiting, trainings()]).toEqual([true, 0])
  dataset.receive(ready)
  dataset.receive(ready)
  expect([just.waiting, trainings()]).toEqual([false, 1])
})

test('a second press, and a download that is under way, ask for no second download', async () => {
  const { fake, dataset, just, trainings } = setUp()
  dataset.receive(downloading)
  await just.start()
  await just.start()
  expect(fake.calls).toEqual([])
  dataset.receive(downloading)
  dataset.receive(ready)
  expect(trainings()).toBe(1)
})

test.each([absent, failed])('a download that ends without the data ends the wish: %j', async (end) => {
  const { dataset, just, trainings } = setUp()
  await just.start()
  dataset.receive(downloading)
  dataset.receive(end)
  expect(just.waiting).toBe(false)
  // Somebody downloads it by hand, later.
  dataset.receive(downloading)
  dataset.receive(ready)
  expect(trainings()).toBe(0)
})

test('a download that cannot start ends the wish', async () => {
  const { dataset, just } = setUp({
    downloadDataset: () => {
      throw new LabError('unsupported', 'It cannot be downloaded.', 'Give its files.')
    }
  })
  await just.start()
  expect(just.waiting).toBe(false)
  expect(dataset.status).toMatchObject({ state: 'failed', error: { message: 'It cannot be downloaded.' } })
})
