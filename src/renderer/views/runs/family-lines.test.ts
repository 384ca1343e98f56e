import { expect, test } from 'vitest'
import { familyLines, parentOf } from './family-lines'

const run = (number: number, parent?: number) => ({
  runId: `run-${number}`,
  createdAt: number,
  ...(parent === undefined
    ? {}
    : { from: { runId: `run-${parent}`, number: parent, name: '', createdAt: parent, step: 1 } })
})
/** `r`: joins; `|`: passes. */
const drawn = (runs: Parameters<typeof familyLines>[0]): string[] =>
  familyLines(runs).map((parts) =>
    parts
      .map(({ up, down, joins }) => {
        if (joins) return up && down ? '├' : up ? '└' : '┌'
        return up && down ? '│' : ' '
      })
      .join('')
  )

test('without forks there is nothing to draw', () => {
  expect(drawn([run(2), run(1)])).toEqual(['', ''])
})

test('a line leads from a run to all of its forks, past the runs between', () => {
  expect(drawn([run(4, 1), run(3), run(2, 1), run(1)])).toEqual(['┌', '│', '├', '└'])
})

test('families that overlap lie side by side, others share a place', () => {
  expect(drawn([run(5, 2), run(4, 3), run(3, 1), run(2), run(1)])).toEqual([
    '┌  ',
    '│┌ ',
    '│└┌',
    '└ │',
    '  └'
  ])
  expect(drawn([run(4, 3), run(3), run(2, 1), run(1)])).toEqual(['┌', '└', '┌', '└'])
})

test('no line leads to a run that was deleted, or to another with its number', () => {
  const fork = run(3, 1)
  expect(drawn([fork, run(2)])).toEqual(['', ''])
  expect(parentOf(fork, [{ ...run(1), createdAt: 9 }])).toBeUndefined()
  expect(parentOf(fork, [run(1)])).toEqual(run(1))
})
