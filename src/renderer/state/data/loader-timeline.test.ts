import { expect, test } from 'vitest'
import type { EventData } from '../../../lab/contract/contract'
import { FakeLab } from '../line/fake-lab'
import { LoaderTimeline } from './loader-timeline.svelte'
import { Notices } from '../line/notices.svelte'

/** A quarter of a second in which two workers were busy, with spans for less of it than they were. */
const notice = (begin: number, busyMs: readonly [number, number]): EventData<'timeline'> => ({
  runId: 'a',
  begin,
  end: begin + 250,
  lanes: busyMs.map((ms, i) => ({
    kind: 'load',
    worker: i + 1,
    busyMs: ms,
    spans: [[begin + 249, begin + 250]]
  }))
})

function watching(): LoaderTimeline {
  const timeline = new LoaderTimeline(new FakeLab({}), new Notices())
  timeline.watch('a')
  return timeline
}

test('a worker’s share is of the last five seconds, and counts what no span is kept of', () => {
  const timeline = watching()
  for (let i = 0; i < 40; i++) timeline.receive(notice(i * 250, i < 20 ? [250, 0] : [25, 50]))
  expect(timeline.recent?.busy[1]).toBeCloseTo(0.1)
  expect(timeline.recent?.busy[2]).toBeCloseTo(0.2)
  expect(timeline.recent?.lanes.find(({ worker }) => worker === 2)?.spans).toHaveLength(1)
})

test('what lies before a pause does not count', () => {
  const timeline = watching()
  timeline.receive(notice(0, [250, 250]))
  timeline.receive(notice(60_000, [0, 125]))
  expect(timeline.recent?.busy).toEqual({ 1: 0, 2: 0.5 })
})
