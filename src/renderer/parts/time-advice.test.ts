import { expect, test } from 'vitest'
import type { RunTiming } from '../../core/run/run-timing'
import { muchWaiting, spanWords, timeAdvice } from './time-advice'

const time = (wait: number, spanMs = 5000): RunTiming => ({
  span: 'recent',
  spanMs,
  stepsPerSecond: 2000,
  imagesPerSecond: 8000,
  stepMs: 0.5,
  compute: 1 - wait,
  wait,
  other: 0
})

test('workers are advised only when waiting takes a tenth of the time', () => {
  for (const workers of [1, 2, 8]) {
    for (const wait of [0, 0.01, muchWaiting - 0.001]) {
      expect(timeAdvice(time(wait), workers)).toContain('hardly help')
      expect(timeAdvice(time(wait), 0)).toContain('would hardly help')
    }
    for (const wait of [muchWaiting, 0.4, 1]) {
      expect(timeAdvice(time(wait), workers)).toContain('add workers')
      expect(timeAdvice(time(wait), 0)).toContain('Try 2 workers')
    }
  }
})

test('the share that it goes by is in it', () => {
  expect(timeAdvice(time(0.004), 2)).toContain('waited for data 0.4 % of the time')
  expect(timeAdvice(time(0.4), 2)).toContain('40.0 % of the time')
})

test('a short training gives no advice, and one that goes on gives it later', () => {
  expect(timeAdvice({ ...time(0.6, 300), span: 'whole' }, 2)).toContain('too short')
  expect(timeAdvice(time(0.6, 300), 2)).toMatch(/^After 2 seconds of training/)
})

test('says what its figures are of', () => {
  expect(spanWords(time(0))).toBe('last 5 s')
  expect(spanWords(time(0, 5080))).toBe('last 5 s')
  expect(spanWords(time(0, 200))).toBe('last 1 s')
  expect(spanWords({ ...time(0), span: 'whole', spanMs: 12_300 })).toBe('whole run')
})
