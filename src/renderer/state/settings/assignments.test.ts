import { expect, test } from 'vitest'
import { type Assignment, assignmentLink, writeAssignment } from '../../../core/assignment/assignment'
import { lessonConfig } from '../../../core/settings/run-config'
import type { DatasetId } from '../../../core/data/dataset-id'
import type { DatasetInfo } from '../../../core/data/dataset-info'
import { lessonDataset } from '../../../core/data/lesson-dataset'
import { FakeLab } from '../line/fake-lab'
import { Notices } from '../line/notices.svelte'
import { SettingsState } from './settings.svelte'
import { Assignments } from './assignments.svelte'
import { TrainingForm } from './training-form.svelte'

const given: Assignment = {
  title: 'Batches',
  room: 'train',
  config: { ...lessonConfig, batchSize: 32 },
  hidden: ['optimizerDetails', 'network']
}

const shapes: DatasetInfo = { ...lessonDataset, id: 'shapes', name: 'Shapes', hash: 'ab'.repeat(32) }

/** @param here data sets beside the lesson's */
function open(here: readonly DatasetInfo[] = []) {
  const notices = new Notices()
  const settings = new SettingsState(new FakeLab({}), notices)
  const all = [lessonDataset, ...here]
  let chosen: DatasetInfo = lessonDataset
  const form = new TrainingForm(
    (config) => settings.update({ config }),
    () => chosen,
    () => settings.value.assignment?.config
  )
  const datasets = {
    chosen: () => chosen,
    find: (wanted: DatasetId | undefined) => all.find(({ hash }) => hash === (wanted ?? lessonDataset).hash),
    follow: (id: string) => {
      chosen = all.find((info) => info.id === id) ?? chosen
    }
  }
  const assignments = new Assignments(settings, form, datasets, notices, (view) => settings.update({ view }))
  return { assignments, form, settings, notices, datasets }
}

test('an assignment that changes settings waits for a yes, and can be undone', () => {
  const { assignments, form, settings, notices } = open()
  assignments.takeLink(assignmentLink(given))
  expect(assignments.proposed).toEqual(given)
  expect(form.preview).toEqual(lessonConfig)
  assignments.decline()
  expect([assignments.proposed, assignments.current]).toEqual([undefined, undefined])

  assignments.takeLink(assignmentLink(given))
  assignments.accept()
  expect(assignments.current).toEqual(given)
  expect(form.config).toEqual(given.config)
  expect(settings.value).toMatchObject({ view: 'train', config: given.config, assignment: given })

  notices.all[0]?.action?.run()
  expect(form.config).toEqual(lessonConfig)
  expect(settings.value).toMatchObject({ view: 'data', config: lessonConfig })
  expect(assignments.current).toBeUndefined()
})

test('its own data set is chosen, which is asked first and can be undone', () => {
  const { assignments, datasets, notices } = open([shapes])
  const own = { ...given, config: lessonConfig, dataset: { name: 'Shapes', hash: shapes.hash } }
  assignments.takeLink(assignmentLink(own))
  expect(assignments.proposedDataset?.name).toBe('Shapes')
  expect(datasets.chosen().id).toBe('cifar-10')
  assignments.accept()
  expect(datasets.chosen().id).toBe('shapes')
  // One for the lesson's data set leads back to it.
  assignments.takeLink(assignmentLink({ ...given, config: lessonConfig }))
  assignments.accept()
  expect(datasets.chosen().id).toBe('cifar-10')
  notices.all.at(-1)?.action?.run()
  expect(datasets.chosen().id).toBe('shapes')
})

test('where its data set is not there, one that fits is used, and that is said', () => {
  const { assignments, datasets, notices } = open()
  assignments.takeLink(
    assignmentLink({ ...given, config: lessonConfig, dataset: { name: 'Shapes', hash: shapes.hash } })
  )
  expect(assignments.proposedMissing?.name).toBe('Shapes')
  expect(notices.all).toEqual([])
  assignments.accept()
  expect(datasets.chosen().id).toBe('cifar-10')
  expect(notices.all[0]?.message).toMatch(
    /It is for Shapes \(sha256 abababab…\), which is not in this data folder, so it uses CIFAR-10/
  )
})

test('one that changes nothing opens at once', () => {
  const { assignments } = open()
  assignments.takeLink(assignmentLink({ ...given, config: lessonConfig }))
  expect(assignments.current?.title).toBe('Batches')
})

test('hides what it names, the knobs of optimizers together, until all is shown or it is left', () => {
  const { assignments, notices } = open()
  expect(assignments.hides('network')).toBe(false)
  assignments.takeLink(assignmentLink({ ...given, config: lessonConfig }))
  const hidden = (): boolean[] => [
    assignments.hides('network'),
    assignments.hides('beta1'),
    assignments.hides('momentum')
  ]
  expect(hidden()).toEqual([true, true, false])
  assignments.showAllControls()
  expect(hidden()).toEqual([false, false, false])
  notices.all.at(-1)?.action?.run()
  expect(hidden()).toEqual([true, true, false])
  assignments.leave()
  expect(assignments.current).toBeUndefined()
})

test('resetting goes back to the lab', () => {
  const { assignments, form } = open()
  assignments.takeLink(assignmentLink(given))
  assignments.accept()
  form.set('epochs', '3')
  expect(form.changed).toEqual(['epochs'])
  form.reset()
  expect(form.config).toEqual(given.config)
})

test('files are told apart; what is broken changes nothing', async () => {
  const { assignments, form, notices } = open()
  expect(await assignments.takeFile(new File(['{"format":"other"}'], 'cifar_net.tenfold.json'))).toBe(false)
  expect(await assignments.takeFile(new File([writeAssignment(given)], 'renamed.json'))).toBe(true)
  expect(assignments.proposed).toEqual(given)
  assignments.decline()
  await expect(assignments.takeFile(new File(['{'], 'x.tenfold-assignment (1).json'))).rejects.toThrow(
    'not JSON'
  )
  await expect(assignments.takeFile(new File([' '.repeat(300_000)], 'x.tenfold-lab.json'))).rejects.toThrow(
    'larger'
  )
  expect(assignments.takeAddress('http://localhost/#other')).toBe(false)
  expect(assignments.takeAddress('http://localhost/#lab=e30')).toBe(true)
  expect(notices.all.map(({ message }) => message)).toEqual(['This is not a Tenfold assignment.'])
  expect([assignments.proposed, assignments.current, form.preview]).toEqual([
    undefined,
    undefined,
    lessonConfig
  ])
})
