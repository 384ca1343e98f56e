import { expect, test } from 'vitest'
import { fitsDataset } from '../../../core/model/fit-model'
import { lessonDataset } from '../../../core/data/lesson-dataset'
import type { DatasetInfo } from '../../../core/data/dataset-info'
import { lessonConfig } from '../../../core/settings/run-config'
import type { DatasetStatus } from '../../../lab/contract/dataset-status'
import { FakeLab } from '../line/fake-lab'
import { Notices } from '../line/notices.svelte'
import { SettingsState } from './settings.svelte'
import { TrainingForm } from './training-form.svelte'
import { ChoosingDataset } from './choosing-dataset.svelte'
import { DatasetLibrary } from '../data/dataset-library.svelte'
import { DatasetState } from '../data/dataset.svelte'

const flowers: DatasetInfo = {
  ...lessonDataset,
  id: 'flowers',
  name: 'Flowers',
  hash: 'f',
  classes: ['rose', 'tulip', 'daisy'],
  shape: [64, 64, 3]
}
const brighter: DatasetInfo = {
  ...lessonDataset,
  id: 'brighter',
  name: 'Brighter',
  hash: 'b',
  normalisation: { mean: [0.7, 0.7, 0.7], standardDeviation: [0.2, 0.2, 0.2] }
}

async function workbench() {
  const datasets: DatasetStatus[] = [lessonDataset, flowers, brighter].map((info) => ({
    state: 'absent',
    info
  }))
  const lab = new FakeLab({
    listDatasets: () => ({ datasets, drafts: [], unreadable: [] }),
    getDataset: () => datasets[0]
  })
  const notices = new Notices()
  const settings = new SettingsState(lab, notices)
  const library = new DatasetLibrary(lab, notices)
  const dataset = new DatasetState(
    lab,
    notices,
    () => undefined,
    () => settings.value.dataset
  )
  const form = new TrainingForm(
    (config) => settings.update({ config }),
    () => dataset.info
  )
  await Promise.all([library.refresh(), dataset.refresh()])
  const choosing = new ChoosingDataset({ settings, form, dataset, library, notices })
  return { choosing, dataset, form, settings, notices, library }
}

test('a network that does not fit is changed only after a yes', async () => {
  const { choosing, dataset, form, settings } = await workbench()
  choosing.choose('flowers')
  expect(dataset.info.id).toBe('cifar-10')
  expect(form.model).toEqual(lessonConfig.model)
  expect(choosing.proposed?.config.model.inputShape).toEqual([64, 64, 3])
  choosing.decline()
  expect(choosing.proposed).toBeUndefined()
  expect(dataset.info.id).toBe('cifar-10')

  choosing.choose('flowers')
  choosing.accept()
  expect(choosing.proposed).toBeUndefined()
  expect(dataset.info.id).toBe('flowers')
  expect(fitsDataset(form.model, flowers)).toBe(true)
  expect(settings.value).toMatchObject({ dataset: 'flowers', config: { model: form.model } })
})

test('undo brings the data set and the network back', async () => {
  const { choosing, dataset, form, notices } = await workbench()
  choosing.choose('flowers')
  choosing.accept()
  notices.all.at(-1)?.action?.run()
  expect(dataset.info.id).toBe('cifar-10')
  expect(form.model).toEqual(lessonConfig.model)
})

test('where only the pixels differ nothing is asked, and the network takes the new ones', async () => {
  const { choosing, dataset, form } = await workbench()
  choosing.choose('brighter')
  expect(choosing.proposed).toBeUndefined()
  expect(dataset.info.id).toBe('brighter')
  expect(form.model).not.toEqual(lessonConfig.model)
  expect(form.model.layers).toEqual(lessonConfig.model.layers)
})

test('a data set that is not in the list, and the one that is chosen, change nothing', async () => {
  const { choosing, dataset, settings } = await workbench()
  choosing.choose('gone')
  choosing.choose('cifar-10')
  expect(dataset.info.id).toBe('cifar-10')
  expect(settings.value.dataset).toBeUndefined()
})

test('one that is renamed while it is asked about is chosen by its new name', async () => {
  const { choosing, dataset, library } = await workbench()
  choosing.choose('flowers')
  library.receive({ state: 'absent', info: { ...flowers, name: 'Wild flowers' } })
  expect(choosing.proposed?.status.info.name).toBe('Wild flowers')
  choosing.accept()
  expect(dataset.info.name).toBe('Wild flowers')
})
