import { expect, test } from 'vitest'
import { formatLogLine, RunningLoss } from './running-loss'

test('lines look as in the lesson', () => {
  expect(formatLogLine({ epoch: 1, batch: 2000, loss: 2.1049 })).toBe('[1,  2000] loss: 2.105')
  expect(formatLogLine({ epoch: 2, batch: 12000, loss: 1.2 })).toBe('[2, 12000] loss: 1.200')
})

test('averages each interval by itself and goes on from a saved sum', () => {
  const running = new RunningLoss(3)
  expect([1, 2, 6, 4, 4].map((loss) => running.add(loss))).toEqual([
    undefined,
    undefined,
    3,
    undefined,
    undefined
  ])
  const resumed = new RunningLoss(3)
  resumed.restore(running.partial)
  expect(resumed.add(1)).toBe(3)
})
