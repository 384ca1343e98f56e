import { expect, test } from 'vitest'
import { defaultSettings, type WorkbenchSettings } from './workbench-settings'
import { applySettingsChange, changeOfSettings, settingsChange } from './settings-change'

const { config } = defaultSettings
const assignment = { title: 'An assignment', room: 'train' as const, config, hidden: [] }

test('what is left out of a change is left out of what is read', () => {
  for (const change of [{}, { config: {} }]) expect(settingsChange.parse(change)).toEqual(change)
})

test('nothing changed is no change', () => {
  expect(changeOfSettings(defaultSettings, { ...defaultSettings, config: { ...config } })).toBeUndefined()
})

test.each<[string, WorkbenchSettings, WorkbenchSettings]>([
  ['a theme', defaultSettings, { ...defaultSettings, theme: 'dark' }],
  ['a field of the form', defaultSettings, { ...defaultSettings, config: { ...config, epochs: 9 } }],
  ['a run that is on screen', defaultSettings, { ...defaultSettings, runId: 'run-1' }],
  ['a run that is no longer on screen', { ...defaultSettings, runId: 'run-1' }, defaultSettings],
  ['an assignment that was closed', { ...defaultSettings, assignment }, defaultSettings],
  ['answers', { ...defaultSettings, guideDone: ['a'] }, { ...defaultSettings, guideDone: ['a', 'b'] }],
  ['answers that were cleared', { ...defaultSettings, guideDone: ['a'] }, defaultSettings]
])('%s: the change, over a socket, makes the one out of the other', (_, before, after) => {
  const change = settingsChange.parse(JSON.parse(JSON.stringify(changeOfSettings(before, after))))
  expect(applySettingsChange(before, change)).toEqual(after)
})

test('two windows keep each other’s changes', () => {
  const first = changeOfSettings(defaultSettings, {
    ...defaultSettings,
    theme: 'dark',
    config: { ...config, epochs: 9 },
    guideDone: ['a']
  })
  const second = changeOfSettings(defaultSettings, {
    ...defaultSettings,
    view: 'data',
    config: { ...config, seed: 7 },
    guideDone: ['b']
  })
  const both = applySettingsChange(applySettingsChange(defaultSettings, first ?? {}), second ?? {})
  expect(both).toEqual({
    ...defaultSettings,
    theme: 'dark',
    view: 'data',
    config: { ...config, epochs: 9, seed: 7 },
    guideDone: ['a', 'b']
  })
})
