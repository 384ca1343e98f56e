import fc from 'fast-check'
import { expect, test } from 'vitest'
import { required } from '../../core/base/required'
import { type Buffer, type Life, placeByLives } from './place-by-lives'

const life: fc.Arbitrary<Life> = fc
  .tuple(fc.nat(20), fc.nat(6))
  .map(([from, length]) => ({ from, to: from + length }))
const buffers: fc.Arbitrary<Buffer[]> = fc.array(
  fc.record({ size: fc.nat(40), lives: fc.array(life, { maxLength: 3 }) }),
  { maxLength: 30 }
)
/** What lies where, moment by moment. */
const used = (all: readonly Buffer[], offsets: readonly number[], time: number) =>
  all.flatMap(({ size, lives }, i) => {
    const begin = required(offsets[i], 'an offset of each buffer')
    const inUse = size > 0 && lives.some(({ from, to }) => from <= time && time <= to)
    return inUse ? [{ begin, end: begin + size }] : []
  })

test('what is in use at the same time lies apart', () => {
  fc.assert(
    fc.property(buffers, (all) => {
      const { offsets } = placeByLives(all)
      for (let time = 0; time <= 26; time++) {
        const sorted = used(all, offsets, time).sort((a, b) => a.begin - b.begin)
        sorted.slice(1).forEach(({ begin }, i) => {
          expect(begin).toBeGreaterThanOrEqual(required(sorted[i], 'the one before').end)
        })
      }
    })
  )
})

test('all of it takes no more than one behind the other, and no less than what is in use at once', () => {
  fc.assert(
    fc.property(buffers, (all) => {
      const { offsets, size } = placeByLives(all)
      expect(size).toBeLessThanOrEqual(all.reduce((sum, buffer) => sum + buffer.size, 0))
      for (let time = 0; time <= 26; time++) {
        const together = used(all, offsets, time).reduce((sum, { begin, end }) => sum + end - begin, 0)
        expect(size).toBeGreaterThanOrEqual(together)
      }
    })
  )
})

test('a buffer fits into a gap', () => {
  const at = (from: number, to: number): Life[] => [{ from, to }]
  const { offsets, size } = placeByLives([
    { size: 4, lives: at(0, 1) },
    { size: 3, lives: at(0, 9) },
    { size: 2, lives: at(2, 3) },
    { size: 1, lives: at(3, 4) },
    { size: 1, lives: [...at(0, 0), ...at(9, 9)] }
  ])
  expect(offsets).toEqual([0, 4, 0, 2, 7])
  expect(size).toBe(8)
})
