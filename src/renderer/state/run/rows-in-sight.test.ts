import { expect, test } from 'vitest'
import { Random } from '../../../core/maths/random'
import { rowsInSight } from './rows-in-sight'

test('what is in sight is drawn, and a little beyond it', () => {
  const sight = { count: 100, rowHeight: 40, top: 800, height: 200, beyond: 2 }
  expect(rowsInSight(sight)).toEqual([
    { first: 0, end: 18, drawn: false },
    { first: 18, end: 27, drawn: true },
    { first: 27, end: 100, drawn: false }
  ])
  expect(rowsInSight({ ...sight, kept: [3, 20] })).toEqual([
    { first: 0, end: 3, drawn: false },
    { first: 3, end: 4, drawn: true },
    { first: 4, end: 18, drawn: false },
    { first: 18, end: 27, drawn: true },
    { first: 27, end: 100, drawn: false }
  ])
})

test('a short table is drawn as a whole, and an empty one not at all', () => {
  expect(rowsInSight({ count: 3, rowHeight: 40, top: 0, height: 800 })).toEqual([
    { first: 0, end: 3, drawn: true }
  ])
  expect(rowsInSight({ count: 0, rowHeight: 40, top: 0, height: 800 })).toEqual([])
})

test('wherever it is scrolled to, every row has its place once, and those in sight and those kept are drawn', () => {
  const random = Random.seeded(3)
  for (let i = 0; i < 1000; i++) {
    const count = random.nextBelow(300)
    // A list that became shorter may still be scrolled beyond its end.
    const [top, height] = [random.nextFloat() * 14_000 - 100, random.nextFloat() * 1000]
    const kept = [random.nextBelow(320) - 10, random.nextBelow(300)]
    const stretches = rowsInSight({ count, rowHeight: 40, top, height, kept })
    const rows = stretches.flatMap(({ first, end, drawn }) =>
      Array.from({ length: end - first }, (_, j) => ({ row: first + j, drawn }))
    )
    expect(rows.map(({ row }) => row)).toEqual(Array.from({ length: count }, (_, row) => row))
    for (const { row, drawn } of rows) {
      const inSight = row * 40 < top + height && (row + 1) * 40 > top
      if (inSight || kept.includes(row)) expect(drawn).toBe(true)
    }
    expect(rows.filter(({ drawn }) => drawn).length).toBeLessThan(60)
  }
})
