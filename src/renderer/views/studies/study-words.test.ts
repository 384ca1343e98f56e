import { expect, test } from 'vitest'
import type { StudySummary } from '../../../lab/contract/study'
import { studyProgressLine, studyTone, studyWord } from './study-words'

const summary = (status: StudySummary['status'], change: Partial<StudySummary> = {}): StudySummary => ({
  studyId: 'study-1',
  number: 1,
  name: 'Study 1',
  createdAt: 0,
  status,
  total: 10,
  finished: 3,
  failed: 0,
  skipped: 0,
  ...change
})
const problem = { code: 'storage', message: 'The disk is full.', hint: 'Make room.' } as const

test('words and tones', () => {
  expect(studyWord(summary({ kind: 'paused' }))).toBe('Paused')
  expect(studyTone(summary({ kind: 'paused' }))).toBe('faint')
  expect(studyWord(summary({ kind: 'paused', problem }))).toBe('Stopped by an error')
  expect(studyTone(summary({ kind: 'paused', problem }))).toBe('warm')
  const elsewhere = (certain: boolean) => summary({ kind: 'elsewhere', host: 'gpu-1', certain })
  expect(studyWord(elsewhere(true))).toBe('Training on gpu-1')
  expect(studyWord(elsewhere(false))).toBe('Training on gpu-1?')
  expect(studyTone(summary({ kind: 'finished' }))).toBe('accent')
})

test('how far it is', () => {
  expect(studyProgressLine(summary({ kind: 'training', atOnce: 4 }))).toBe(
    '3 of 10 runs are over; 4 train at a time'
  )
  expect(studyProgressLine(summary({ kind: 'paused' }, { failed: 1, skipped: 2 }))).toBe(
    '6 of 10 runs are over (1 diverged, 2 left out); “Resume” trains the others'
  )
  expect(studyProgressLine(summary({ kind: 'preparing' }))).toBe(
    'Finding out how many runs can train at a time'
  )
})
