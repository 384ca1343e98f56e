import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Series } from './series'

function grown(items: readonly number[]): Series<number> {
  return items.reduce((series, item) => series.add(item), Series.empty<number>())
}

test('reads as the list of what was added', () => {
  fc.assert(
    fc.property(fc.array(fc.nat()), fc.integer({ min: -5, max: 5 }), (items, at) => {
      const series = grown(items)
      expect([...series]).toEqual(items)
      expect(series.length).toBe(items.length)
      expect(series.at(at)).toBe(items.at(at))
      expect(series.slice(at)).toEqual(items.slice(at))
      expect(series.map(String)).toEqual(items.map(String))
      expect(JSON.stringify(series)).toBe(JSON.stringify(items))
    })
  )
})

test('a list never changes, whatever is added to it, however often', () => {
  fc.assert(
    fc.property(fc.array(fc.nat()), fc.array(fc.nat()), fc.array(fc.nat()), (trunk, left, right) => {
      const series = grown(trunk)
      const grow = (items: readonly number[]): Series<number> =>
        items.reduce((all, item) => all.add(item), series)
      const [one, other] = [grow(left), grow(right)]
      expect([...series]).toEqual(trunk)
      expect([...one]).toEqual([...trunk, ...left])
      expect([...other]).toEqual([...trunk, ...right])
    })
  )
})

test('many are added as one after the other', () => {
  fc.assert(
    fc.property(fc.array(fc.nat()), fc.array(fc.nat()), fc.array(fc.nat()), (trunk, left, right) => {
      const series = Series.from(trunk)
      const [one, other] = [series.addAll(left), series.addAll(right)]
      expect([...series]).toEqual(trunk)
      expect([...one]).toEqual([...trunk, ...left])
      expect([...other]).toEqual([...trunk, ...right])
    })
  )
})

test('what is dropped at the end is gone from the shorter list only', () => {
  const series = grown([1, 2, 3, 4])
  const shorter = series.dropLastWhile((item) => item > 2)
  expect([...shorter.add(9)]).toEqual([1, 2, 9])
  expect([...series]).toEqual([1, 2, 3, 4])
  expect(series.dropLastWhile((item) => item > 4)).toBe(series)
})
