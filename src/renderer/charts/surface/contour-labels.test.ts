import { expect, test } from 'vitest'
import { contourLabels } from './contour-labels'

const sheet = { width: 200, height: 100 }
const line = (level: number, y: number) => ({
  level,
  spots: Array.from({ length: 20 }, (_, i) => ({ x: i * 10, y }))
})

test('a label stands on its line, far from what is drawn and from the other labels', () => {
  const drawn = [{ x: 30, y: 50 }]
  const labels = contourLabels([line(1, 50), line(2, 60)], drawn, sheet)
  expect(labels.map(({ level }) => level)).toEqual([1, 2])
  expect(labels[0]).toEqual({ level: 1, x: 170, y: 50 })
  const spots = [...drawn, ...labels]
  for (const [i, a] of spots.entries()) {
    for (const b of spots.slice(i + 1)) expect(Math.hypot(a.x - b.x, a.y - b.y)).toBeGreaterThanOrEqual(32)
  }
})

test('a line without room, or at the rim, gets none', () => {
  expect(contourLabels([line(1, 50)], line(0, 50).spots, sheet)).toEqual([])
  expect(contourLabels([line(1, 5)], [], sheet)).toEqual([])
})
