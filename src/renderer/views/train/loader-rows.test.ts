import { expect, test } from 'vitest'
import type { RunTiming } from '../../../core/run/run-timing'
import type { RecentTime } from '../../state/data/loader-timeline.svelte'
import { loaderRows } from './loader-rows'

const time: RunTiming = {
  span: 'recent',
  spanMs: 5000,
  stepsPerSecond: 100,
  imagesPerSecond: 400,
  stepMs: 10,
  compute: 0.8333,
  wait: 0.1234,
  other: 0.0433
}
const lanes: RecentTime = {
  begin: 0,
  end: 250,
  lanes: [
    { kind: 'load', worker: 2, spans: [[10, 20]] },
    { kind: 'compute', worker: 0, spans: [[0, 200]] }
  ],
  busy: { 2: 0.25 }
}

test('without lanes, the shares of the time alone, which add up as they are told', () => {
  const rows = loaderRows(undefined, time, 3)
  expect(rows.map(({ name, figure }) => `${name} ${figure}`)).toEqual([
    'compute 83.4 %',
    'waiting 12.3 %',
    'other 4.3 %'
  ])
  expect(rows.every(({ lane }) => lane === undefined)).toBe(true)
})

test('before anything was measured, no figures', () => {
  expect(loaderRows(undefined, undefined, 0).map(({ figure }) => figure)).toEqual(['–', '–', '–'])
})

test('each worker has a row, idle ones too, as far as there is room', () => {
  const rows = loaderRows(lanes, time, 9)
  expect(rows.map(({ name }) => name)).toEqual([
    'worker 1',
    'worker 2',
    'worker 3',
    'worker 4',
    'compute',
    'waiting',
    'other'
  ])
  expect(rows.map(({ lane }) => lane?.spans.length)).toEqual([0, 1, 0, 0, 1, 0, undefined])
  expect(rows[1]?.figure).toBe('25.0 %')
})

test('without workers, the training loads by itself', () => {
  expect(loaderRows(lanes, time, 0)[0]).toMatchObject({ name: 'loading', share: 0 })
})
