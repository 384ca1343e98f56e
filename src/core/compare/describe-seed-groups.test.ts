import { expect, test } from 'vitest'
import { summariseSeeds } from '../study/seed-statistics'
import { describeSeedGroups } from './describe-seed-groups'
import type { SeedGroup } from './seed-groups'

const group = (title: string, accuracies: readonly number[], repeats: readonly number[] = []): SeedGroup => ({
  title,
  members: accuracies.map((accuracy, i) => ({ number: i + 1, seed: i + 1, accuracy })),
  repeats,
  summary: summariseSeeds(accuracies)
})

test('nothing is said of luck where each setting has one seed', () => {
  expect(describeSeedGroups([group('batch size 4', [0.5], [3]), group('batch size 16', [0.6])])).toEqual([])
  expect(describeSeedGroups([])).toEqual([])
})

test('each group is compared with the first', () => {
  const one = describeSeedGroups([group('these settings', [0.5, 0.52])])
  expect(one).toEqual([[expect.stringMatching(/^With these settings: 51\.0 % on average over two seeds/)]])
  const three = describeSeedGroups([group('a', [0.5, 0.52]), group('b', [0.6]), group('c', [0.7, 0.71])])
  expect(three.map((sentences) => sentences[1]?.slice(0, 7))).toEqual(['With b:', 'With c:'])
})

test('runs that repeat a seed are named', () => {
  const said = (repeats: readonly number[]) =>
    describeSeedGroups([group('a', [0.5, 0.52], repeats)]).at(-1)?.[0]
  expect(said([17])).toBe(
    '#17 has the same settings and the same seed as another of these runs, so it is not counted again.'
  )
  expect(said([17, 18])).toMatch(/^#17 and #18 have .* they are not counted again\.$/)
})
