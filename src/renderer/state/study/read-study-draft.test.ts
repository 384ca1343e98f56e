import { expect, test } from 'vitest'
import { lessonDataset } from '../../../core/data/lesson-dataset'
import { lessonConfig } from '../../../core/settings/run-config'
import { type DraftTexts, readStudyDraft } from './read-study-draft'
import { type AxisDraft, draftAxis } from './study-axis'

const axis = (change: Partial<AxisDraft> = {}): AxisDraft => ({
  ...draftAxis(7, 'learningRate', lessonConfig),
  ...change
})
const texts = (change: Partial<DraftTexts> = {}): DraftTexts => ({
  question: 'grid',
  name: '',
  seeds: '3',
  axes: [axis()],
  count: '9',
  searchSeed: '1',
  halving: false,
  firstEpochs: '1',
  keepOneIn: '3',
  parallel: '',
  ...change
})
const validated = { ...lessonConfig, epochs: 9, validationSplit: 0.1 }
const read = (change: Partial<DraftTexts>, variants = [lessonConfig]) =>
  readStudyDraft(texts(change), variants, lessonDataset)

test('other settings are drawn with another seed', () => {
  const drawn = (searchSeed: string) =>
    read({ question: 'random', searchSeed }).layout?.settings.map(
      ({ config }) => config.optimizer.learningRate
    )
  expect(drawn('1')).toHaveLength(9)
  expect(drawn('1')).toEqual(drawn(' 1 '))
  expect(drawn('1')).not.toEqual(drawn('2'))
})

test('seeds of one setting', () => {
  expect(read({ question: 'seeds', seeds: '1, 7', name: ' Two seeds ', parallel: '2' }).plan).toEqual({
    name: 'Two seeds',
    variants: [lessonConfig],
    search: { kind: 'none' },
    seeds: [1, 7],
    parallel: 2
  })
})

test('a grid with values around the one that there is', () => {
  const { plan, layout } = read({})
  expect(plan?.search).toEqual({
    kind: 'grid',
    axes: [{ name: 'learningRate', values: [0.00033, 0.001, 0.003] }]
  })
  expect(layout?.trials.length).toBe(9)
})

test('a range, and successive halving', () => {
  const { plan } = read({ question: 'random', seeds: '1', halving: true }, [validated])
  expect(plan?.search).toEqual({
    kind: 'random',
    axes: [{ name: 'learningRate', from: 0.0001, to: 0.01, scale: 'log' }],
    count: 9,
    seed: 1
  })
  expect(plan?.halving).toEqual({ firstEpochs: 1, keepOneIn: 3 })
})

test('a share is typed in percent', () => {
  const split = draftAxis(1, 'validationSplit', lessonConfig)
  const { plan } = read({ axes: [{ ...split, values: '10, 20' }] })
  expect(plan?.search).toMatchObject({ axes: [{ values: [0.1, 0.2] }] })
})

test.each<[string, Partial<DraftTexts>, object]>([
  ['seeds', { seeds: 'many' }, { seeds: 'Type how many seeds, such as 5, or which ones, such as 1, 7, 9.' }],
  ['a seed twice', { seeds: '1,1' }, { seeds: 'A seed is listed twice.' }],
  ['one run', { question: 'seeds', seeds: '1' }, { whole: 'One setting with one seed is a single run.' }],
  ['nothing to compare', { question: 'settings' }, { settings: 'Choose at least two settings to compare.' }],
  ['no values', { axes: [axis({ values: '' })] }, { axes: { 7: 'Type values, separated by commas.' } }],
  ['no numbers', { axes: [axis({ values: '1, x' })] }, { axes: { 7: 'Type numbers, separated by commas.' } }],
  [
    'one value',
    { axes: [axis({ values: '1' })] },
    { axes: { 7: 'One value does not vary: type at least two.' } }
  ],
  ['a value twice', { axes: [axis({ values: '1, 1' })] }, { axes: { 7: 'A learning rate is given twice.' } }],
  ['no axis', { axes: [] }, { whole: 'Choose at least one setting that varies.' }],
  [
    'a range the wrong way round',
    { question: 'random', axes: [axis({ from: '1', to: '0.1' })] },
    { axes: { 7: 'The smaller value comes first.' } }
  ],
  [
    'a logarithm of 0',
    { question: 'random', axes: [axis({ from: '0' })] },
    { axes: { 7: 'A logarithmic range starts above 0.' } }
  ],
  [
    'no seed of the draw',
    { question: 'random', searchSeed: 'x' },
    { searchSeed: 'Seed must be a whole number from 0 to 4,294,967,295.' }
  ],
  ['no count', { question: 'random', count: '1' }, { count: 'Type a whole number from 2 to 1000.' }],
  [
    'halving without validation images',
    { halving: true },
    {
      halving:
        'Successive halving chooses by validation accuracy, and no images are held back for validation.'
    }
  ]
])('%s', (_, change, errors) => {
  const { plan, errors: found } = read(change)
  expect(plan).toBeUndefined()
  expect(found).toMatchObject(errors)
})

test('a value that no run can have stands beside its setting', () => {
  const batch = { ...draftAxis(1, 'batchSize', lessonConfig), values: '4, 0' }
  expect(read({ axes: [batch] }).errors.axes?.[1]).toMatch(/batch size/i)
})

test('what a run cannot start with is told with the setting', () => {
  const warmup = { ...draftAxis(1, 'warmup', lessonConfig), values: '0, 5' }
  const { errors } = read({ axes: [warmup] }, [{ ...lessonConfig, schedule: 'one-cycle' }])
  expect(errors.whole).toMatch(/^With warm-up 5 %: The one-cycle schedule/)
})
