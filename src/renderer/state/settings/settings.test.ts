import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { LabError } from '../../../core/base/lab-error'
import { defaultSettings } from '../../../lab/contract/workbench-settings'
import { FakeLab } from '../line/fake-lab'
import { Notices } from '../line/notices.svelte'
import { SettingsState } from './settings.svelte'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

function setUp() {
  const fake = new FakeLab({})
  return { fake, settings: new SettingsState(fake, new Notices()) }
}

test('many changes are saved once, the last of them', () => {
  const { fake, settings } = setUp()
  settings.update({ theme: 'dark' })
  settings.update({ view: 'runs' })
  expect(fake.calls).toEqual([])
  vi.runAllTimers()
  expect(fake.calls).toEqual([{ method: 'saveSettings', input: { theme: 'dark', view: 'runs' } }])
})

test('what was loaded is not saved again', () => {
  const { fake, settings } = setUp()
  settings.load({ ...defaultSettings, guideOpen: false })
  settings.flush()
  vi.runAllTimers()
  expect(settings.value.guideOpen).toBe(false)
  expect(fake.calls).toEqual([])
})

test('flush saves at once, and only once', () => {
  const { fake, settings } = setUp()
  settings.update({ runId: 'a' })
  settings.flush()
  vi.runAllTimers()
  expect(fake.calls).toHaveLength(1)
})

test('only what was changed since the last time is saved', () => {
  const { fake, settings } = setUp()
  const { config } = defaultSettings
  settings.update({ theme: 'dark' })
  vi.runAllTimers()
  settings.update({ config: { ...config, epochs: 9 } })
  vi.runAllTimers()
  settings.update({})
  vi.runAllTimers()
  expect(fake.calls.map(({ input }) => input)).toEqual([{ theme: 'dark' }, { config: { epochs: 9 } }])
})

test('what could not be saved is saved with the next change', async () => {
  let full = true
  const fake = new FakeLab({
    saveSettings: () => {
      if (full) throw new LabError('storage', 'The disk is full.', 'Free some space.')
    }
  })
  const settings = new SettingsState(fake, new Notices())
  settings.update({ theme: 'dark' })
  await vi.runAllTimersAsync()
  full = false
  settings.update({ view: 'runs' })
  await vi.runAllTimersAsync()
  expect(fake.calls.at(-1)?.input).toEqual({ theme: 'dark', view: 'runs' })
})

test('a lost connection is no notice of its own, a full disk is', async () => {
  for (const [code, told] of [['offline', 0] as const, ['storage', 1] as const]) {
    const notices = new Notices()
    const fake = new FakeLab({
      saveSettings: () => {
        throw new LabError(code, 'Not saved.', 'Try again.')
      }
    })
    const settings = new SettingsState(fake, notices)
    settings.update({ theme: 'dark' })
    await vi.runAllTimersAsync()
    expect(notices.all).toHaveLength(told)
  }
})
