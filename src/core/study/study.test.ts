import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { defaultOptimizers } from '../optimizers/optimizer-kinds'
import { required } from '../base/required'
import { lessonConfig } from '../settings/run-config'
import { defineStudy } from './define-study'
import { describeStudy } from './describe-study'
import type { StudyPlan } from './study-plan'
import { isDone, studyProgress, type TrialRun } from './study-progress'
import { bestSetting, studyResults } from './study-results'
import { studyLayout, trialConfig } from './study-trials'

const plan = (change: Partial<StudyPlan> = {}): StudyPlan => ({
  variants: [lessonConfig],
  search: { kind: 'none' },
  seeds: [1, 2, 3],
  ...change
})
const validated = { ...lessonConfig, validationSplit: 0.1, epochs: 9 }

const finished = (trial: number, round: number, validation: number): TrialRun => ({
  trial,
  round,
  state: 'finished',
  validation,
  accuracy: validation
})

describe('settings', () => {
  test('of two variants are called by what they differ in, and take turns seed by seed', () => {
    const layout = studyLayout(
      defineStudy(plan({ variants: [lessonConfig, { ...lessonConfig, batchSize: 64 }] }))
    )
    expect(layout.settings.map(({ title }) => title)).toEqual(['batch size 4', 'batch size 64'])
    expect(layout.trials.map(({ setting, seed }) => [setting, seed])).toEqual([
      [0, 1],
      [1, 1],
      [0, 2],
      [1, 2],
      [0, 3],
      [1, 3]
    ])
  })

  test('of a grid are all combinations', () => {
    const search: StudyPlan['search'] = {
      kind: 'grid',
      axes: [
        { name: 'learningRate', values: [0.001, 0.01] },
        { name: 'batchSize', values: [4, 16] }
      ]
    }
    const { settings } = studyLayout(defineStudy(plan({ search, seeds: [1] })))
    expect(settings.map(({ title }) => title)).toEqual([
      'batch size 4, learning rate 0.001',
      'batch size 16, learning rate 0.001',
      'batch size 4, learning rate 0.01',
      'batch size 16, learning rate 0.01'
    ])
    expect(settings[3]?.config).toMatchObject({ batchSize: 16, optimizer: { learningRate: 0.01 } })
  })

  test('drawn at random are in their range, different, and the same again for the same seed', () => {
    fc.assert(
      fc.property(fc.nat(1e6), fc.integer({ min: 2, max: 30 }), (seed, count) => {
        const search: StudyPlan['search'] = {
          kind: 'random',
          axes: [
            { name: 'learningRate', from: 1e-4, to: 0.1, scale: 'log' },
            { name: 'batchSize', from: 4, to: 128, scale: 'linear' },
            { name: 'optimizer', values: ['sgd', 'adam'] }
          ],
          count,
          seed
        }
        const { points } = defineStudy(plan({ search, seeds: [1] }))
        expect(defineStudy(plan({ search, seeds: [1] })).points).toEqual(points)
        expect(new Set(points.map((point) => JSON.stringify(point))).size).toBe(count)
        for (const { learningRate, batchSize } of points) {
          expect(learningRate).toBeGreaterThanOrEqual(1e-4)
          expect(learningRate).toBeLessThanOrEqual(0.1)
          expect(Number.isInteger(batchSize)).toBe(true)
        }
      }),
      { numRuns: 30 }
    )
  })

  test('a logarithmic range gives as many below its geometric mean as above', () => {
    const search: StudyPlan['search'] = {
      kind: 'random',
      axes: [{ name: 'learningRate', from: 1e-4, to: 1e-2, scale: 'log' }],
      count: 400,
      seed: 1
    }
    const { points } = defineStudy(plan({ search, seeds: [1] }))
    const below = points.filter(({ learningRate }) => Number(learningRate) < 1e-3).length
    expect(below).toBeGreaterThan(160)
    expect(below).toBeLessThan(240)
  })
})

test.each([
  ['one run', plan({ seeds: [1] }), /One setting with one seed is a single run/],
  [
    'a knob that the optimizer does not have',
    plan({
      variants: [
        {
          ...lessonConfig,
          optimizer: defaultOptimizers.adam
        }
      ],
      search: { kind: 'grid', axes: [{ name: 'momentum', values: [0, 0.9] }] }
    }),
    /the optimizer adam has none/
  ],
  [
    'a value that no run can have',
    plan({ search: { kind: 'grid', axes: [{ name: 'batchSize', values: [4, 0] }] } }),
    /batch size 0.*batch size must be a whole number/
  ],
  [
    'a logarithmic range from 0',
    plan({
      search: {
        kind: 'random',
        axes: [{ name: 'momentum', from: 0, to: 0.9, scale: 'log' }],
        count: 3,
        seed: 1
      }
    }),
    /cannot start at 0/
  ],
  [
    'more settings than there are',
    plan({
      search: {
        kind: 'random',
        axes: [{ name: 'batchSize', from: 4, to: 6, scale: 'linear' }],
        count: 9,
        seed: 1
      }
    }),
    /hardly more than 3/
  ],
  [
    'halving without validation images',
    plan({
      search: { kind: 'grid', axes: [{ name: 'batchSize', values: [4, 8] }] },
      halving: { firstEpochs: 1, keepOneIn: 3 }
    }),
    /no images are held back/
  ],
  [
    'halving without rounds',
    plan({
      variants: [{ ...validated, epochs: 1 }],
      search: { kind: 'grid', axes: [{ name: 'batchSize', values: [4, 8] }] },
      halving: { firstEpochs: 1, keepOneIn: 3 }
    }),
    /its first round already has the only epoch/
  ],
  [
    'too many runs',
    plan({
      search: {
        kind: 'grid',
        axes: [{ name: 'batchSize', values: Array.from({ length: 50 }, (_, i) => i + 1) }]
      },
      seeds: Array.from({ length: 30 }, (_, i) => i)
    }),
    /1,?500 runs/
  ]
])('%s is refused', (_, given, message) => {
  expect(() => defineStudy(given)).toThrow(message)
})

describe('progress', () => {
  test('what has not finished is open, in order; what diverged is a result; what was skipped is left', () => {
    const layout = studyLayout(defineStudy(plan({ seeds: [1, 2, 3, 4, 5] })))
    const runs: TrialRun[] = [
      finished(0, 0, 0.5),
      { trial: 1, round: 0, state: 'failed', validation: undefined, accuracy: undefined },
      { trial: 2, round: 0, state: 'unfinished', validation: undefined, accuracy: undefined },
      { trial: 3, round: 0, state: 'running', validation: undefined, accuracy: undefined }
    ]
    const progress = studyProgress(layout, runs, [4])
    expect(progress.open.map(({ trial }) => trial.trial)).toEqual([2])
    expect(progress.running.map(({ trial }) => trial.trial)).toEqual([3])
    expect(progress).toMatchObject({ finished: 1, failed: 1, skipped: 1, total: 5 })
  })

  test('halving keeps one in three by validation accuracy, and ends with all epochs', () => {
    const search: StudyPlan['search'] = {
      kind: 'grid',
      axes: [{ name: 'batchSize', values: [1, 2, 3, 4, 5, 6, 7, 8, 9] }]
    }
    const definition = defineStudy(
      plan({ variants: [validated], search, seeds: [1], halving: { firstEpochs: 1, keepOneIn: 3 } })
    )
    const layout = studyLayout(definition)
    expect(layout.rounds).toEqual([1, 3, 9])
    const first = layout.trials.map(({ trial, setting }) => finished(trial, 0, setting / 10))
    const second = studyProgress(layout, first, [])
    expect(second.reached).toEqual([
      [0, 1, 2, 3, 4, 5, 6, 7, 8],
      [6, 7, 8]
    ])
    expect(second.total).toBe(13)
    const [work] = second.open
    expect(work && trialConfig(layout, work.trial, work.round)).toMatchObject({
      batchSize: 7,
      epochs: 3,
      seed: 1
    })
    const runs = [...first, finished(6, 1, 0.9), finished(7, 1, 0.2), finished(8, 1, 0.3)]
    const third = studyProgress(layout, runs, [])
    expect(third.reached.at(-1)).toEqual([6])
    const done = [...runs, finished(6, 2, 0.5)]
    expect(isDone(studyProgress(layout, done, []))).toBe(true)
    expect(bestSetting(studyResults(layout, done))).toBe(6)
  })

  test('trained to its end in any order, a study of rounds ends, and trains each run once', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 12 }),
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 2, max: 4 }),
        fc.array(
          fc.record({
            pick: fc.nat(),
            validation: fc.double({ min: 0, max: 1, noNaN: true }),
            fails: fc.nat(9)
          }),
          { minLength: 20, maxLength: 40 }
        ),
        (settings, seeds, keepOneIn, chances) => {
          const definition = defineStudy(
            plan({
              variants: [validated],
              search: {
                kind: 'grid',
                axes: [{ name: 'batchSize', values: Array.from({ length: settings }, (_, i) => i + 1) }]
              },
              seeds: Array.from({ length: seeds }, (_, i) => i),
              halving: { firstEpochs: 1, keepOneIn }
            })
          )
          const layout = studyLayout(definition)
          const runs: TrialRun[] = []
          for (;;) {
            const { open, total } = studyProgress(layout, runs, [])
            expect(runs.length).toBeLessThanOrEqual(total)
            if (open.length === 0) break
            const { pick, validation, fails } = required(chances[runs.length % chances.length], 'a chance')
            const work = required(open[pick % open.length], 'work')
            runs.push(
              fails === 0
                ? {
                    trial: work.trial.trial,
                    round: work.round,
                    state: 'failed',
                    validation: undefined,
                    accuracy: undefined
                  }
                : finished(work.trial.trial, work.round, validation)
            )
          }
          expect(new Set(runs.map(({ trial, round }) => `${trial}/${round}`)).size).toBe(runs.length)
          expect(isDone(studyProgress(layout, runs, []))).toBe(true)
        }
      ),
      { numRuns: 50 }
    )
  })
})

test('the best setting is chosen by validation images, among several, and only where all of them hold some back', () => {
  const definition = defineStudy(
    plan({ variants: [validated, { ...validated, batchSize: 64 }], seeds: [1, 2] })
  )
  const layout = studyLayout(definition)
  const result = (setting: number, seed: number, change: Partial<TrialRun>): TrialRun => ({
    ...finished(
      layout.trials.find((one) => one.setting === setting && one.seed === seed)?.trial ?? NaN,
      0,
      0.5
    ),
    ...change
  })
  const best = (...runs: readonly TrialRun[]): number | undefined => bestSetting(studyResults(layout, runs))
  const first = [result(0, 1, { validation: 0.6 }), result(0, 2, { validation: 0.6 })]
  const second = [result(1, 1, { validation: 0.7 }), result(1, 2, { validation: 0.4 })]
  expect(best(...first, ...second)).toBe(0)
  expect(best(...first, result(1, 1, { validation: undefined, accuracy: 0.9 }))).toBeUndefined()
  // One that diverges with one of its seeds is no setting to choose.
  expect(best(...second, result(0, 1, { validation: 0.9 }), result(0, 2, { state: 'failed' }))).toBe(1)
  const alone = studyLayout(defineStudy(plan({ variants: [validated], seeds: [1, 2] })))
  expect(bestSetting(studyResults(alone, [finished(0, 0, 0.5), finished(1, 0, 0.6)]))).toBeUndefined()
})

test('what a search found says whether it may be luck', () => {
  const search: StudyPlan['search'] = { kind: 'grid', axes: [{ name: 'batchSize', values: [4, 16] }] }
  const layout = studyLayout(defineStudy(plan({ variants: [validated], search, seeds: [1] })))
  expect(describeStudy(layout, [finished(0, 0, 0.5), finished(1, 0, 0.52)])[0]).toEqual([
    'By the validation images, the best is batch size 16.',
    'On the test images it reaches 52.0 % with a single seed.',
    'The next, batch size 4, is 2.0 points behind on the validation images: with one seed each, that may be luck. To find out, train the best ones with several seeds.'
  ])
  const three = studyLayout(defineStudy(plan({ variants: [validated], search })))
  const runs = (spread: number): readonly TrialRun[] =>
    three.trials.map(({ trial, setting, seed }) => finished(trial, 0, 0.5 + setting / 10 + spread * seed))
  expect(describeStudy(three, runs(0.001))[0]?.[2]).toMatch(/10\.0 points behind .*, and hardly by luck\.$/)
  expect(describeStudy(three, runs(0.1))[0]?.[2]).toMatch(/10\.0 points behind .*, which may be luck\.$/)
})

test('results: mean and interval over the seeds of each setting; none is best without validation images', () => {
  const definition = defineStudy(plan({ variants: [lessonConfig, { ...lessonConfig, batchSize: 64 }] }))
  const layout = studyLayout(definition)
  const runs: TrialRun[] = layout.trials.map(({ trial, setting, seed }) => ({
    trial,
    round: 0,
    state: 'finished',
    validation: undefined,
    accuracy: setting === 0 ? 0.5 + seed / 100 : 0.3
  }))
  const results = studyResults(layout, runs)
  expect(results.map(({ test: summary }) => summary?.count)).toEqual([3, 3])
  expect(results[0]?.test?.mean).toBeCloseTo(0.52, 12)
  expect(results[1]?.test?.mean).toBeCloseTo(0.3, 12)
  expect(bestSetting(results)).toBeUndefined()
})
