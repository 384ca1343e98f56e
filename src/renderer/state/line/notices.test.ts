import { expect, test, vi } from 'vitest'
import { LabError } from '../../../core/base/lab-error'
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

test('an error leaves when what it speaks of is over, and can be dismissed before', () => {
  const notices = new Notices()
  notices.say('Done.')
  notices.report(new Error('one'))
  notices.report(new Error('two'))
  notices.dismiss(notices.all.at(-1)?.id ?? 0)
  expect(notices.all).toHaveLength(2)
  notices.dismissErrors()
  expect(notices.all).toMatchObject([{ kind: 'done' }])
})

test('of many errors none is lost: the latest are shown, the others come up as these leave', () => {
  const notices = new Notices()
  for (let i = 1; i <= 6; i++) notices.report(new LabError('storage', `error ${i}`, 'hint'))
  expect(notices.shown.map(({ message }) => message)).toEqual(['error 4', 'error 5', 'error 6'])
  notices.dismiss(notices.shown.at(-1)?.id ?? 0)
  expect(notices.shown.map(({ message }) => message)).toEqual(['error 3', 'error 4', 'error 5'])
  notices.dismissAll()
  expect(notices.all).toEqual([])
})

test('none leaves while somebody reads', () => {
  vi.useFakeTimers()
  const notices = new Notices()
  notices.say('Done.', { label: 'Undo', run: () => undefined })
  notices.hold(true)
  vi.advanceTimersByTime(60_000)
  expect(notices.all).toHaveLength(1)
  notices.hold(false)
  vi.advanceTimersByTime(60_000)
  vi.useRealTimers()
  expect(notices.all).toEqual([])
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
