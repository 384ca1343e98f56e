import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { alikeClasses, mistakesAmong } from './alike-classes'
import type { ConfusionCell } from './evaluation'

const named = (n: number): string[] => Array.from({ length: n }, (_, i) => `class ${i}`)

const results = fc
  .integer({ min: 1, max: 12 })
  .chain((n) =>
    fc
      .array(fc.tuple(fc.nat(n - 1), fc.nat(n - 1), fc.integer({ min: 1, max: 40 })), { maxLength: 40 })
      .map((cells) => ({ classes: named(n), cells }))
  )

/** Each class is mistaken for those of its block, and now and then for the class after it. */
function inBlocks(blocks: readonly number[]): { classes: string[]; cells: ConfusionCell[] } {
  const cells = blocks.flatMap((block, label) =>
    blocks.flatMap((other, predicted): ConfusionCell[] => {
      if (label === predicted) return [[label, predicted, 60]]
      if (block === other) return [[label, predicted, 8]]
      return predicted === (label + 1) % blocks.length ? [[label, predicted, 1]] : []
    })
  )
  return { classes: named(blocks.length), cells }
}

const shuffledBlocks = fc
  .shuffledSubarray(
    Array.from({ length: 24 }, (_, i) => i % 6),
    { minLength: 24 }
  )
  .map((blocks) => ({ blocks, result: inBlocks(blocks) }))

describe('classes that are alike', () => {
  test('are in an order that has each class once; no class is in two groups', () => {
    fc.assert(
      fc.property(results, (result) => {
        const { order, groups } = alikeClasses(result)
        expect([...order].sort((a, b) => a - b)).toEqual(result.classes.map((_, i) => i))
        const grouped = groups.flat()
        expect(new Set(grouped).size).toBe(grouped.length)
        for (const group of groups) {
          const from = order.indexOf(group[0] ?? -1)
          expect(order.slice(from, from + group.length)).toEqual(group)
          expect(mistakesAmong(result, group).among).toBeGreaterThanOrEqual(10)
        }
      })
    )
  })

  test('blocks come out as blocks, wherever their classes stand', () => {
    fc.assert(
      fc.property(shuffledBlocks, ({ blocks, result }) => {
        const { order, groups } = alikeClasses(result)
        const changes = order.filter((label, i) => i > 0 && blocks[label] !== blocks[order[i - 1] ?? -1])
        expect(changes).toHaveLength(5)
        expect(groups.map((group) => [...group].sort((a, b) => a - b))).toHaveLength(6)
        for (const group of groups) expect(new Set(group.map((label) => blocks[label])).size).toBe(1)
      })
    )
  })

  test('there are none where nothing is mistaken, or too little', () => {
    const classes = named(3)
    expect(alikeClasses({ classes, cells: [[0, 0, 5]] })).toEqual({ order: [0, 1, 2], groups: [] })
    const once: ConfusionCell[] = [
      [0, 0, 500],
      [0, 2, 1]
    ]
    expect(alikeClasses({ classes, cells: once }).groups).toEqual([])
    expect(alikeClasses({ classes: ['only'], cells: [[0, 0, 5]] })).toEqual({ order: [0], groups: [] })
  })
})

test('the mistakes of some classes, and those among themselves, are counted', () => {
  const cells: ConfusionCell[] = [
    [0, 0, 9],
    [0, 1, 3],
    [0, 2, 4],
    [1, 0, 2],
    [2, 0, 8]
  ]
  expect(mistakesAmong({ cells }, [0, 1])).toEqual({ among: 5, all: 9 })
})
