import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { lessonConfig } from '../settings/run-config'
import { runRows } from './batch-order'
import { balancedWeights, classWeights } from './class-weights'

const classes = ['cat', 'dog', 'frog']

describe('balancedWeights', () => {
  test('are those of scikit-learn', () => {
    expect(balancedWeights([0, 0, 0, 1, 1, 2], classes)).toEqual([6 / 9, 1, 2])
  })

  test('give each class the same sum, and an image 1 on average', () => {
    const labels = fc.array(fc.nat(2), { maxLength: 60 }).map((others) => [0, 1, 2, ...others])
    fc.assert(
      fc.property(labels, (all) => {
        const weights = balancedWeights(all, classes)
        const sums = classes.map((_, c) => all.filter((label) => label === c).length * (weights[c] ?? NaN))
        for (const sum of sums) expect(sum).toBeCloseTo(all.length / 3, 9)
        expect(sums.reduce((a, b) => a + b)).toBeCloseTo(all.length, 9)
      })
    )
  })

  test('name a class that has no image', () => {
    expect(() => balancedWeights([0, 2, 2], classes)).toThrow(/class dog/)
  })
})

describe('classWeights', () => {
  const labels = Uint16Array.from({ length: 40 }, (_, i) => (i % 8 === 0 ? 0 : i % 3 === 0 ? 1 : 2))
  const train = { labels, count: labels.length }

  test('are none where all classes count the same', () => {
    expect(classWeights(lessonConfig, train, classes)).toBeUndefined()
  })

  test('go by the images that are trained on, not by those that are held back or left out', () => {
    const config = {
      ...lessonConfig,
      classWeights: 'balanced',
      validationSplit: 0.25,
      trainImages: 25
    } as const
    const rows = runRows(config, train.count).train
    expect(rows).toHaveLength(25)
    const own = Array.from(rows, (row) => labels[row] ?? NaN)
    expect(classWeights(config, train, classes)).toEqual(balancedWeights(own, classes))
    expect(classWeights(config, train, classes)).not.toEqual(balancedWeights([...labels], classes))
  })
})
