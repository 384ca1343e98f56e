import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { required } from '../../src/core/base/required'
import { z } from '../../src/core/base/schema'
import type { BatchSlot, Program } from '../../src/core/engine/engine'
import { fairCoinTest } from '../../src/core/maths/binomial-test'
import { studentQuantile, studentTails } from '../../src/core/maths/student-t'
import { calibrationError } from '../../src/core/run/calibration'
import { classMeasures, macroF1 } from '../../src/core/run/class-measures'
import { confusionMatrix } from '../../src/core/run/evaluation'
import { compareSeeds, summariseSeeds } from '../../src/core/study/seed-statistics'
import { evaluate } from '../../src/core/training/evaluate'

const numbers = z.array(z.number())
const file = new URL('../fixtures/measures/measures.json', import.meta.url)
const { cases, coins, students, quantiles, welch } = z
  .object({
    cases: z.array(
      z.object({
        classes: z.int(),
        labels: numbers,
        scores: z.array(numbers),
        confusion: z.array(numbers),
        precision: numbers,
        recall: numbers,
        f1: numbers,
        macroF1: z.number(),
        topTwo: z.int(),
        calibrationError: z.number()
      })
    ),
    coins: z.array(z.object({ heads: z.int(), throws: z.int(), p: z.number() })),
    students: z.array(z.object({ freedom: z.number(), t: z.number(), p: z.number() })),
    quantiles: z.array(z.object({ freedom: z.number(), share: z.number(), t: z.number() })),
    welch: z.array(
      z.object({
        first: numbers,
        second: numbers,
        margin: z.number(),
        difference: z.number(),
        differenceMargin: z.number(),
        p: z.number()
      })
    )
  })
  .parse(JSON.parse(readFileSync(file, 'utf8')))

/** Says the scores that belong to each row of the set. */
const saying = (scores: readonly (readonly number[])[]): Program => ({
  device: { engine: 'reference', label: 'scores', description: 'scores', threads: 1 },
  createSlot: (capacity: number): BatchSlot => ({
    images: new Uint8Array(capacity * 2),
    labels: new Uint16Array(capacity),
    indices: new Uint32Array(capacity)
  }),
  predict: (slot, count, logits) => {
    for (let i = 0; i < count; i++) {
      const row = required(slot.images[2 * i], 'a pixel') + 256 * required(slot.images[2 * i + 1], 'a pixel')
      const own = required(scores[row], 'scores of each row')
      logits.set(own, i * own.length)
    }
    return Promise.resolve()
  },
  train: () => Promise.reject(new Error('not asked for here')),
  readState: () => Promise.reject(new Error('not asked for here')),
  readWeights: () => Promise.reject(new Error('not asked for here')),
  writeState: () => Promise.resolve(),
  dispose: () => Promise.resolve()
})

describe.each(cases)('$classes classes', ({ classes, labels, scores, ...expected }) => {
  test('have the measures of scikit-learn', async () => {
    const { evaluation } = await evaluate({
      program: saying(scores),
      set: {
        // The number of the row in its two pixels.
        images: Uint8Array.from(labels.flatMap((_, row) => [row % 256, row >> 8])),
        labels: Uint16Array.from(labels),
        count: labels.length,
        shape: [1, 2, 1]
      },
      rows: Uint32Array.from(labels.keys()),
      classes: Array.from({ length: classes }, (_, i) => `class ${i}`),
      split: 'test',
      batchSize: 7,
      clock: () => 0,
      onProgress: () => Promise.resolve()
    })
    expect(confusionMatrix(evaluation)).toEqual(expected.confusion)
    expect(evaluation.topTwo).toBe(expected.topTwo)
    expect(calibrationError(required(evaluation.calibration, 'a calibration'))).toBeCloseTo(
      expected.calibrationError,
      6
    )
    const measures = classMeasures(evaluation)
    for (const [i, { precision, recall, f1 }] of measures.entries()) {
      // scikit-learn says 0 where there is nothing to divide by.
      expect(precision ?? 0).toBeCloseTo(Number(expected.precision[i]), 12)
      expect(recall ?? 0).toBeCloseTo(Number(expected.recall[i]), 12)
      expect(f1 ?? 0).toBeCloseTo(Number(expected.f1[i]), 12)
    }
    expect(macroF1(measures)).toBeCloseTo(expected.macroF1, 12)
  })
})

test.each(coins)('$heads of $throws coins: the p of scipy', ({ heads, throws, p }) => {
  expect(fairCoinTest(heads, throws)).toBeCloseTo(p, 9)
  if (p > 0) expect(fairCoinTest(heads, throws) / p).toBeCloseTo(1, 6)
})

test.each(students)('t = $t with $freedom degrees of freedom: the p of scipy', ({ freedom, t, p }) => {
  expect(studentTails(t, freedom) / p).toBeCloseTo(1, 9)
  expect(studentTails(-t, freedom)).toBe(studentTails(t, freedom))
})

test.each(quantiles)('$share within t, with $freedom degrees of freedom', ({ freedom, share, t }) => {
  // scipy finds it by a search that ends at about eight digits.
  expect(studentQuantile(share, freedom) / t).toBeCloseTo(1, 7)
})

test.each(welch)('groups of seeds: the intervals and p of scipy', ({ first, second, ...expected }) => {
  expect(summariseSeeds(first).margin).toBeCloseTo(expected.margin, 7)
  const found = required(compareSeeds(first, second), 'a difference')
  expect(found.difference).toBeCloseTo(expected.difference, 12)
  expect(found.margin).toBeCloseTo(expected.differenceMargin, 7)
  expect(found.p).toBeCloseTo(expected.p, 9)
})
