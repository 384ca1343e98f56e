import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { lessonDataset } from '../../core/data/lesson-dataset'
import type { RunEvent } from '../../core/run/run-event'
import type { LabNotice } from '../contract/host'
import { coalesceNotices } from './coalesce-notices'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const log = (step: number): RunEvent => ({ type: 'log', at: 1, step, epoch: 1, batch: step, loss: 2 })
const events = (runId: string, first: number, count: number): LabNotice => ({
  event: 'run',
  data: { runId, first, events: Array.from({ length: count }, (_, i) => log(first + i + 1)) }
})
const evaluation = (done: number): LabNotice => ({
  event: 'evaluation',
  data: { runId: 'run-1', done, total: 9 }
})

test('while a client does not read, the latest notice of each kind is kept and nothing is sent', async () => {
  let congested = true
  const sent: LabNotice[] = []
  const notices = coalesceNotices(
    (notice) => sent.push(notice),
    () => congested
  )
  for (let done = 0; done < 5; done++) notices.push(evaluation(done))
  notices.push({ event: 'dataset', data: { state: 'absent', info: lessonDataset } })
  notices.push(events('run-1', 0, 1))
  notices.push(events('run-1', 1, 1))
  await vi.advanceTimersByTimeAsync(10_000)
  expect(sent).toEqual([])
  congested = false
  await vi.advanceTimersByTimeAsync(100)
  expect(sent).toEqual([
    evaluation(4),
    { event: 'dataset', data: { state: 'absent', info: lessonDataset } },
    events('run-1', 0, 2)
  ])
  notices.push(evaluation(5))
  expect(sent.at(-1)).toEqual(evaluation(5))
})

test('a notice never overtakes an earlier one of its kind', async () => {
  let congested = true
  const sent: LabNotice[] = []
  const notices = coalesceNotices(
    (notice) => sent.push(notice),
    () => congested
  )
  notices.push(evaluation(1))
  congested = false
  notices.push(evaluation(2))
  await vi.advanceTimersByTimeAsync(100)
  expect(sent).toEqual([evaluation(2)])
})

test('the events that are kept are bounded: the gap tells the client to ask', async () => {
  let congested = true
  const sent: LabNotice[] = []
  const notices = coalesceNotices(
    (notice) => sent.push(notice),
    () => congested
  )
  for (let first = 0; first < 100_000; first += 1_000) notices.push(events('run-1', first, 1_000))
  congested = false
  await vi.advanceTimersByTimeAsync(100)
  expect(sent).toHaveLength(1)
  const [notice] = sent
  if (notice?.event !== 'run') throw new Error('no events were sent')
  expect(notice.data.events.length).toBeLessThan(4_000)
  expect(notice.data.first + notice.data.events.length).toBe(100_000)
})
