import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Timeline } from '../../lab/contract/timeline'
import { TimelineRecorder } from './timeline-recorder'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const spans = (timeline: Timeline | undefined, kind: string, worker = 0): unknown =>
  timeline?.lanes.find((lane) => lane.kind === kind && lane.worker === worker)?.spans

test('collects while somebody watches, each span once, and sends four times a second', () => {
  const sent: Timeline[] = []
  const recorder = new TimelineRecorder(2, (timeline) => sent.push(timeline))
  recorder.trained('compute', 1, 2)
  recorder.watch(true)
  recorder.watch(true)
  recorder.trained('compute', 3, 4)
  recorder.trained('wait', 4, 5)
  recorder.loaded(1, 3, 6)
  vi.advanceTimersByTime(1000)
  recorder.watch(false)
  recorder.trained('compute', 7, 8)
  vi.advanceTimersByTime(1000)
  expect(sent).toHaveLength(4)
  expect(sent[0]?.lanes.map(({ kind, worker }) => [kind, worker])).toEqual([
    ['load', 1],
    ['load', 2],
    ['wait', 0],
    ['compute', 0]
  ])
  expect(spans(sent[0], 'compute')).toEqual([[3, 4]])
  expect(spans(sent[0], 'wait')).toEqual([[4, 5]])
  expect(spans(sent[0], 'load', 2)).toEqual([[3, 6]])
  expect(spans(sent[1], 'compute')).toEqual([])
  expect(sent[1]?.begin).toBe(sent[0]?.end)
})

test('of more spans than there is room for, the latest are kept, in order, and the time of all', () => {
  const sent: Timeline[] = []
  const recorder = new TimelineRecorder(0, (timeline) => sent.push(timeline))
  recorder.watch(true)
  for (let i = 0; i < 1000; i++) recorder.loaded(0, i, i + 0.5)
  vi.advanceTimersByTime(250)
  recorder.watch(false)
  expect(sent[0]?.lanes[0]?.busyMs).toBe(500)
  expect(spans(sent[0], 'load')).toEqual(Array.from({ length: 256 }, (_, i) => [744 + i, 744.5 + i]))
})
