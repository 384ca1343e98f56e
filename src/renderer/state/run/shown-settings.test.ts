import { expect, test } from 'vitest'
import { lessonConfig } from '../../../core/settings/run-config'
import { newRun, type RunState } from '../../../core/run/run-state'
import { ShownSettings } from './shown-settings.svelte'

const finished: RunState = { ...newRun, status: { kind: 'finished' }, config: lessonConfig }
const shown = (state: RunState, live = false): ShownSettings => new ShownSettings({ state, live })

test('without a run they are the next run’s', () => {
  expect(shown(newRun).whose).toBe('next')
})

test('a run begins with its own, and gives way when somebody asks', () => {
  const settings = shown(finished)
  expect(settings.whose).toBe('run')
  settings.show('next')
  expect(settings.whose).toBe('next')
})

test('a live run shows its own, whatever was asked for', () => {
  const settings = shown({ ...finished, status: { kind: 'training' } }, true)
  settings.show('next')
  expect(settings.whose).toBe('run')
})

test('a file of another program does not say what its network was trained with', () => {
  const imported: RunState = { ...finished, status: { kind: 'imported', fileName: 'model.json' } }
  expect(shown(imported).ofRun).toBeUndefined()
  expect(shown(imported).whose).toBe('next')
  expect(shown({ ...imported, dataset: { name: 'CIFAR-10', hash: 'a' } }).ofRun).toBe(lessonConfig)
})
