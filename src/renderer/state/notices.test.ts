import { expect, test, vi } from 'vitest'
import { LabError } from '../../core/lab-error'
import { Notices } from './notices.svelte'

test('an error says what happened and what to do, and stays', () => {
  vi.useFakeTimers()
  const notices = new Notices()
  notices.report(new LabError('storage', 'The disk is full.', 'Free some space.', new Error('ENOSPC')))
  vi.runAllTimers()
  vi.useRealTimers()
  expect(notices.all).toMatchObject([
    { kind: 'error', message: 'The disk is full.', hint: 'Free some space.' }
  ])
  expect(notices.all[0]?.cause).toContain('ENOSPC')
})

test('the same error twice is one notice', () => {
  const notices = new Notices()
  notices.report(new Error('broken'))
  notices.report(new Error('broken'))
  expect(notices.all).toHaveLength(1)
})

test('what the user cancelled is no error', async () => {
  const notices = new Notices()
  const cancelled = (): Promise<number> => Promise.reject(new LabError('cancelled', 'Cancelled.', ''))
  expect(await notices.attempt(cancelled)).toBeUndefined()
  expect(notices.all).toEqual([])
})

test('good news leaves by itself', () => {
  vi.useFakeTimers()
  const notices = new Notices()
  notices.say('Done.')
  expect(notices.all).toHaveLength(1)
  vi.runAllTimers()
  vi.useRealTimers()
  expect(notices.all).toEqual([])
})
