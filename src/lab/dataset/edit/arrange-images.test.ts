import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { DatasetEdit } from '../../../core/data/dataset-edit'
import { type Arrangement, arrangeImages } from './arrange-images'

const before = { classes: ['cat', 'dog', 'owl'], labels: { train: [0, 1, 2, 0], test: [1, 2] } }
const seen = ({ classes, train, test: held }: Arrangement): Record<string, unknown> => ({
  classes,
  train: train.map(({ from, label }) => `${from.split} ${from.row} ${classes[label] ?? '?'}`),
  test: held.map(({ from, label }) => `${from.split} ${from.row} ${classes[label] ?? '?'}`)
})
const all = ['train 0 cat', 'train 1 dog', 'train 2 owl', 'train 3 cat']

describe('an edit', () => {
  test.each<[string, DatasetEdit, object]>([
    [
      'adds a class',
      { kind: 'addClass', name: 'hen' },
      { classes: ['cat', 'dog', 'owl', 'hen'], train: all }
    ],
    [
      'renames a class',
      { kind: 'renameClass', label: 0, name: 'lynx' },
      {
        classes: ['lynx', 'dog', 'owl'],
        train: ['train 0 lynx', 'train 1 dog', 'train 2 owl', 'train 3 lynx']
      }
    ],
    [
      'merges two classes, and labels behind them move up',
      { kind: 'mergeClass', label: 0, into: 2 },
      { classes: ['dog', 'owl'], train: ['train 0 owl', 'train 1 dog', 'train 2 owl', 'train 3 owl'] }
    ],
    [
      'removes a class with its images',
      { kind: 'removeClass', label: 1 },
      { classes: ['cat', 'owl'], train: ['train 0 cat', 'train 2 owl', 'train 3 cat'], test: ['test 1 owl'] }
    ],
    [
      'gives images another label',
      {
        kind: 'relabel',
        images: [
          { split: 'train', row: 3 },
          { split: 'test', row: 0 }
        ],
        label: 2
      },
      {
        train: ['train 0 cat', 'train 1 dog', 'train 2 owl', 'train 3 owl'],
        test: ['test 0 owl', 'test 1 owl']
      }
    ],
    [
      'moves images to the test set',
      { kind: 'move', images: [{ split: 'train', row: 0 }], to: 'test' },
      {
        train: ['train 1 dog', 'train 2 owl', 'train 3 cat'],
        test: ['test 0 dog', 'test 1 owl', 'train 0 cat']
      }
    ],
    [
      'removes images',
      {
        kind: 'remove',
        images: [
          { split: 'train', row: 1 },
          { split: 'test', row: 1 }
        ]
      },
      { train: ['train 0 cat', 'train 2 owl', 'train 3 cat'], test: ['test 0 dog'] }
    ]
  ])('%s', (_, edit, expected) => {
    expect(seen(arrangeImages(before, edit))).toMatchObject(expected)
  })

  test.each<[string, DatasetEdit]>([
    ['a name that is taken', { kind: 'addClass', name: 'dog' }],
    ['a new name that is taken', { kind: 'renameClass', label: 0, name: 'dog' }],
    ['a class that is not there', { kind: 'removeClass', label: 3 }],
    ['a class merged with itself', { kind: 'mergeClass', label: 1, into: 1 }],
    ['an image that is not there', { kind: 'remove', images: [{ split: 'test', row: 2 }] }],
    ['a label that is not there', { kind: 'relabel', images: [{ split: 'test', row: 0 }], label: 3 }]
  ])('refuses %s', (_, edit) => {
    expect(() => arrangeImages(before, edit)).toThrow()
  })

  test('never loses an image that it does not remove, and never has a label without a class', () => {
    const label = fc.nat({ max: 4 })
    const labels = fc.array(label, { maxLength: 12 })
    const ref = fc.record({
      split: fc.constantFrom('train' as const, 'test' as const),
      row: fc.nat({ max: 11 })
    })
    const images = fc.array(ref, { minLength: 1, maxLength: 5 })
    const edits = fc.oneof(
      fc.record({ kind: fc.constant('addClass' as const), name: fc.string({ minLength: 1, maxLength: 5 }) }),
      fc.record({ kind: fc.constant('mergeClass' as const), label, into: label }),
      fc.record({ kind: fc.constant('removeClass' as const), label }),
      fc.record({ kind: fc.constant('relabel' as const), images, label }),
      fc.record({
        kind: fc.constant('move' as const),
        images,
        to: fc.constantFrom('train' as const, 'test' as const)
      }),
      fc.record({ kind: fc.constant('remove' as const), images })
    )
    fc.assert(
      fc.property(labels, labels, edits, (train, held, edit) => {
        const start = { classes: ['a', 'b', 'c', 'd', 'e'], labels: { train, test: held } }
        let after: Arrangement
        try {
          after = arrangeImages(start, edit)
        } catch {
          return
        }
        const places = [...after.train, ...after.test].map(({ from }) => `${from.split} ${from.row}`)
        expect(new Set(places).size).toBe(places.length)
        const keeps = edit.kind !== 'remove' && edit.kind !== 'removeClass'
        if (keeps) expect(places.length).toBe(train.length + held.length)
        for (const { label: own } of [...after.train, ...after.test])
          expect(own).toBeLessThan(after.classes.length)
      })
    )
  })
})
