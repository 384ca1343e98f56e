import { expect, test } from 'vitest'
import { type LabFile, labLink, writeLabFile } from '../../core/lab-file'
import { lessonConfig } from '../../core/run-config'
import { FakeLab } from './fake-lab'
import { Notices } from './notices.svelte'
import { SettingsState } from './settings.svelte'
import { SharedLab } from './shared-lab.svelte'
import { TrainingForm } from './training-form.svelte'

const given: LabFile = {
  title: 'Batches',
  room: 'data',
  config: { ...lessonConfig, batchSize: 32 },
  hidden: ['optimizerDetails', 'network']
}

function open(): { lab: SharedLab; form: TrainingForm; settings: SettingsState; notices: Notices } {
  const notices = new Notices()
  const settings = new SettingsState(new FakeLab({}), notices)
  const form = new TrainingForm(
    (config) => settings.update({ config }),
    () => settings.value.lab?.config ?? lessonConfig
  )
  const lab = new SharedLab(settings, form, notices, (view) => settings.update({ view }))
  return { lab, form, settings, notices }
}

test('a lab that changes settings waits for a yes, and can be undone', () => {
  const { lab, form, settings, notices } = open()
  lab.takeLink(labLink(given))
  expect(lab.proposed).toEqual(given)
  expect(form.preview).toEqual(lessonConfig)
  lab.decline()
  expect([lab.proposed, lab.current]).toEqual([undefined, undefined])

  lab.takeLink(labLink(given))
  lab.accept()
  expect(lab.current).toEqual(given)
  expect(form.config).toEqual(given.config)
  expect(settings.value).toMatchObject({ view: 'data', config: given.config, lab: given })

  notices.all[0]?.action?.run()
  expect(form.config).toEqual(lessonConfig)
  expect(settings.value).toMatchObject({ view: 'train', config: lessonConfig })
  expect(lab.current).toBeUndefined()
})

test('one that changes nothing opens at once', () => {
  const { lab } = open()
  lab.takeLink(labLink({ ...given, config: lessonConfig }))
  expect(lab.current?.title).toBe('Batches')
})

test('hides what it names, the knobs of optimizers together, until all is shown or it is left', () => {
  const { lab, notices } = open()
  expect(lab.hides('network')).toBe(false)
  lab.takeLink(labLink({ ...given, config: lessonConfig }))
  const hidden = (): boolean[] => [lab.hides('network'), lab.hides('beta1'), lab.hides('momentum')]
  expect(hidden()).toEqual([true, true, false])
  lab.showAllControls()
  expect(hidden()).toEqual([false, false, false])
  notices.all.at(-1)?.action?.run()
  expect(hidden()).toEqual([true, true, false])
  lab.leave()
  expect(lab.current).toBeUndefined()
})

test('resetting goes back to the lab', () => {
  const { lab, form } = open()
  lab.takeLink(labLink(given))
  lab.accept()
  form.set('epochs', '3')
  expect(form.changed).toEqual(['epochs'])
  form.reset()
  expect(form.config).toEqual(given.config)
})

test('files are told apart; what is broken changes nothing', async () => {
  const { lab, form, notices } = open()
  expect(await lab.takeFile(new File(['{"format":"other"}'], 'cifar_net.tenfold.json'))).toBe(false)
  expect(await lab.takeFile(new File([writeLabFile(given)], 'renamed.json'))).toBe(true)
  expect(lab.proposed).toEqual(given)
  lab.decline()
  await expect(lab.takeFile(new File(['{'], 'x.tenfold-lab (1).json'))).rejects.toThrow('damaged')
  await expect(lab.takeFile(new File([' '.repeat(300_000)], 'x.tenfold-lab.json'))).rejects.toThrow('larger')
  expect(lab.takeAddress('http://localhost/#other')).toBe(false)
  expect(lab.takeAddress('http://localhost/#lab=e30')).toBe(true)
  expect(notices.all.map(({ message }) => message)).toEqual(['This is not a Tenfold lab.'])
  expect([lab.proposed, lab.current, form.preview]).toEqual([undefined, undefined, lessonConfig])
})
