import { describe, expect, test } from 'vitest'
import { confusionCells, type Evaluation } from '../../../core/run/evaluation'
import { lessonDataset } from '../../../core/data/lesson-dataset'
import { defaultOptimizers } from '../../../core/optimizers/optimizer-kinds'
import { lessonConfig, type RunConfig } from '../../../core/settings/run-config'
import { replaceLayer } from '../model/edits/replace-layer'
import { race } from '../race/race'
import { testSurface, type SurfaceId } from '../race/test-surface'
import type { RunSummary } from '../../../lab/contract/run-summary'
import { type FinishedRun, judge, type LabFacts, type LessonFacts } from './exercise'
import { exercises } from './exercises'

const [conv1] = lessonConfig.model.layers
if (conv1?.type !== 'conv2d') throw new Error('the lesson begins with a convolution')

function raceOf(
  id: SurfaceId,
  change: { readonly momentum?: number; readonly slopeRate?: number }
): LabFacts['race'] {
  const surface = testSurface(id)
  const settings = {
    start: surface.start,
    slopeRate: surface.rates.slope,
    adaptiveRate: surface.rates.adaptive,
    momentum: 0.9,
    ...change
  }
  return { surface: id, settings, racers: race(surface, settings) }
}

const lab: LabFacts = {
  config: lessonConfig,
  model: lessonConfig.model,
  dataset: lessonDataset,
  race: raceOf('ravine', {}),
  evaluation: undefined,
  runs: []
}
const configured = (change: Partial<RunConfig>): LabFacts => ({
  ...lab,
  config: { ...lessonConfig, ...change }
})
const withConv = (change: Partial<typeof conv1>): LabFacts => ({
  ...lab,
  model: replaceLayer(lessonConfig.model, 0, { ...conv1, ...change })
})

function verdict(id: string, facts: LabFacts, answer = ''): string {
  const exercise = exercises.find((one) => one.id === id)
  if (exercise === undefined || exercise.answer === 'fact')
    throw new Error(`no exercise with an answer is called ${id}`)
  const { kind, text } = judge(exercise, facts, answer)
  expect(text).not.toMatch(/undefined|NaN/)
  return `${kind}: ${text}`
}

test('each room has at least two exercises to answer, and no two share an id', () => {
  const answered = exercises.filter(({ answer }) => answer !== 'fact')
  for (const room of ['data', 'network', 'optimizer', 'train', 'evaluate']) {
    expect(answered.filter((one) => one.room === room).length).toBeGreaterThanOrEqual(2)
  }
  expect(new Set(exercises.map(({ id }) => id)).size).toBe(exercises.length)
})

test('steps tick as soon as what they ask for has happened', () => {
  const ticked = (facts: LessonFacts): readonly string[] =>
    exercises.flatMap((one) => (one.answer === 'fact' && one.holds(facts) ? [one.id] : []))
  const finished: RunSummary = {
    runId: 'a',
    number: 1,
    name: 'Run 1',
    createdAt: 1,
    status: { kind: 'finished' },
    step: 10,
    totalSteps: 10,
    batchSize: 4,
    epochs: 2,
    learningRate: 0.001,
    seed: 1,
    trainMs: 1
  }
  const stopped: RunSummary = { ...finished, status: { kind: 'stopped' } }
  expect(ticked({ dataReady: false, runs: [] })).toEqual([])
  expect(ticked({ dataReady: true, runs: [stopped] })).toEqual(['get-data'])
  expect(ticked({ dataReady: true, runs: [stopped, finished] })).toEqual(['get-data', 'train-to-the-end'])
  expect(ticked({ dataReady: false, runs: [{ ...stopped, accuracy: 0.5 }] })).toEqual(['evaluate-a-run'])
})

test('without an answer, or with one that cannot be read, there is nothing to judge yet', () => {
  expect(verdict('last-batch', configured({ batchSize: 64 }))).toMatch(/^todo: Type a number/)
  expect(verdict('last-batch', configured({ batchSize: 64 }), 'many')).toMatch(/^todo: “many”/)
  expect(verdict('taken-for', lab)).toMatch(/^todo: Choose/)
})

describe('data', () => {
  test('the last batch holds what the full ones leave', () => {
    expect(verdict('last-batch', lab, '16')).toMatch(/^todo: The batch size is 4/)
    const facts = configured({ batchSize: 64 })
    expect(verdict('last-batch', facts, '16')).toBe(
      'right: 50,000 = 781 × 64 + 16: after 781 full batches, 16 images remain.'
    )
    expect(verdict('last-batch', facts, '64')).toMatch(/^wrong/)
    expect(verdict('last-batch', facts, '782')).toMatch(/^wrong: That is the number of batches/)
  })

  test('it goes by the images that really train', () => {
    const held = configured({ batchSize: 64, validationSplit: 0.2 })
    expect(verdict('last-batch', held, '64')).toMatch(/^right: 40,000 is 625 times 64/)
    const train = { images: 1000, files: ['train.bin'] }
    const dataset = { ...lessonDataset, splits: { ...lessonDataset.splits, train } }
    expect(verdict('last-batch', { ...configured({ batchSize: 64 }), dataset }, '40')).toMatch(/^right/)
    expect(verdict('last-batch', configured({ batchSize: 64, trainImages: 10 }), '10')).toMatch(/^right/)
  })

  test('a byte is made a fraction, centred and scaled', () => {
    expect(verdict('pixel-value', lab, '-0.6')).toBe('right: 51 / 255 = 0.2, and (0.2 − 0.5) / 0.5 = −0.6.')
    expect(verdict('pixel-value', lab, '0.2')).toMatch(/^wrong: 0.2 is the byte divided by 255/)
    expect(verdict('pixel-value', lab, '0.6')).toMatch(/^wrong: Check the sign/)
    expect(verdict('pixel-value', lab, '-0.3')).toMatch(/^wrong: You subtracted the mean/)
    expect(verdict('pixel-value', lab, '51')).toMatch(/^wrong: First compute/)
  })
})

describe('network', () => {
  test('more filters make their layer and the next one larger', () => {
    expect(verdict('more-filters', lab, '62006')).toMatch(/^todo: conv1 has 6 filters/)
    const facts = withConv({ filters: 12 })
    expect(verdict('more-filters', facts, '64,862')).toMatch(
      /^right: 64,862 in all: 912 of them in conv1, and 4,816 in conv2/
    )
    expect(verdict('more-filters', facts, '912')).toMatch(/^wrong: That is only conv1/)
    expect(verdict('more-filters', facts, '62462')).toMatch(/^wrong: conv1 is right, but conv2 grows too/)
    expect(verdict('more-filters', facts, '62006')).toMatch(/^wrong: A convolution/)
  })

  test('a frame of two keeps the size under a window of five', () => {
    expect(verdict('same-size', lab)).toMatch(/^wrong: The input is 32 × 32, the output 28 × 28/)
    expect(verdict('same-size', withConv({ padding: [1, 1] }))).toMatch(/^wrong: .* 30 × 30/)
    expect(verdict('same-size', withConv({ padding: [2, 2] }))).toMatch(
      /^right: \(32 − 5 \+ 2 · 2\) \/ 1 \+ 1 = 32/
    )
    expect(verdict('same-size', withConv({ kernelSize: [1, 1] }))).toMatch(/^wrong: A 1 × 1 window/)
    expect(verdict('same-size', withConv({ padding: [2, 0] }))).toMatch(/^wrong/)
  })

  test('a network that does not fit is mended first', () => {
    const facts = withConv({ kernelSize: [40, 40] })
    for (const id of ['more-filters', 'same-size'])
      expect(verdict(id, facts, '1')).toMatch(/^todo: The network does not fit/)
  })
})

describe('optimizer', () => {
  test('without momentum two racers are SGD', () => {
    expect(verdict('without-momentum', lab, 'momentum+nesterov')).toMatch(
      /^todo: The momentum of the race is 0.9/
    )
    const facts = { ...lab, race: raceOf('ravine', { momentum: 0 }) }
    expect(verdict('without-momentum', facts, 'momentum+nesterov')).toMatch(/^right/)
    expect(verdict('without-momentum', facts, 'momentum')).toMatch(/^wrong/)
    expect(verdict('without-momentum', facts, 'nobody')).toMatch(/^wrong/)
  })

  test('beyond a rate of 1 the ravine is climbed', () => {
    expect(verdict('too-fast', lab)).toMatch(/^wrong: At a rate of 0.6, SGD still moves down/)
    expect(verdict('too-fast', { ...lab, race: raceOf('ravine', { slopeRate: 0.99 }) })).toMatch(/^wrong/)
    expect(verdict('too-fast', { ...lab, race: raceOf('ravine', { slopeRate: 1.2 }) })).toMatch(
      /^right: .*1.4 times/
    )
    expect(verdict('too-fast', { ...lab, race: raceOf('beale', { slopeRate: 2 }) })).toMatch(/^todo/)
  })
})

const run = (
  number: number,
  change: Partial<RunConfig>,
  losses: readonly number[],
  accuracy?: number
): FinishedRun => ({
  accuracy,
  number,
  config: { ...lessonConfig, ...change },
  losses
})
const without = { optimizer: { ...lessonConfig.optimizer, momentum: 0 } }

describe('train', () => {
  test('twice the batch size, half the lines', () => {
    expect(verdict('log-lines', lab, '6')).toMatch(/^todo: The batch size is 4/)
    const facts = configured({ batchSize: 8 })
    expect(verdict('log-lines', facts, '6')).toMatch(
      /^right: 6,250 batches per epoch.* 3 lines per epoch, 6 in all\.$/
    )
    expect(verdict('log-lines', facts, '3')).toMatch(/^wrong: That is the number for one epoch/)
    expect(verdict('log-lines', facts, '24')).toMatch(/^wrong: With twice as many/)
    expect(verdict('log-lines', facts, '12')).toMatch(/^wrong: With twice as many/)
    expect(verdict('log-lines', facts, '5')).toMatch(/^wrong: How many batches of 8/)
  })

  test('what is left over at an epoch’s end is not printed', () => {
    const facts = configured({ batchSize: 8, logEvery: 3500 })
    expect(verdict('log-lines', facts, '2')).toMatch(/^right/)
    expect(verdict('log-lines', facts, '3')).toMatch(/^wrong: Each epoch counts/)
  })

  test('a run with these settings is the proof', () => {
    const facts = { ...configured({ batchSize: 8 }), runs: [run(7, { batchSize: 8 }, [2, 1, 1, 1, 1, 1])] }
    expect(verdict('log-lines', facts, '6')).toMatch(/Run #7 printed 6\.$/)
    expect(verdict('log-lines', { ...facts, runs: [run(7, {}, [1])] }, '6')).not.toContain('#7')
  })

  test('two runs that differ in momentum alone are compared', () => {
    const runs = [run(2, without, [2.2, 1.6]), run(1, {}, [2.1, 1.3])]
    expect(verdict('momentum-off', { ...lab, runs }, 'without')).toMatch(
      /^right: Run #2 .*1\.600, run #1 .*1\.300/
    )
    expect(verdict('momentum-off', { ...lab, runs }, 'with')).toMatch(/^wrong: Run #2/)
    const turned = [run(2, without, [1.2]), run(1, {}, [1.3])]
    expect(verdict('momentum-off', { ...lab, runs: turned }, 'with')).toMatch(/^right: .*unusual/)
  })

  test('runs that differ in more are no pair', () => {
    expect(verdict('momentum-off', lab, 'without')).toMatch(/^todo: There is no finished SGD run/)
    const one = [run(2, { ...without, seed: 5 }, [1.6]), run(1, {}, [1.3])]
    expect(verdict('momentum-off', { ...lab, runs: one }, 'without')).toMatch(/^todo: Run #2 had momentum 0/)
    expect(verdict('momentum-off', { ...lab, runs: one.slice(1) }, 'without')).toMatch(
      /^todo: Run #1 had momentum 0.9/
    )
    const adam = [run(3, { optimizer: defaultOptimizers.adam }, [1])]
    expect(verdict('momentum-off', { ...lab, runs: adam }, 'without')).toMatch(
      /^todo: There is no finished SGD run/
    )
  })
})

describe('five seeds', () => {
  const seeded = (seed: number, accuracy: number | undefined, change: Partial<RunConfig> = {}) =>
    run(seed + 10, { ...change, seed }, [1], accuracy)
  const five = [0.546, 0.511, 0.545, 0.548, 0.541].map((share, i) => seeded(i + 1, share))

  test('are held against the spread of the settings that have them', () => {
    const others = [seeded(1, 0.9, { batchSize: 64 }), seeded(2, 0.1, { batchSize: 64 })]
    const facts = { ...lab, runs: [...others, ...five] }
    expect(verdict('five-seeds', facts, '3.7')).toBe(
      'right: The best run reached 54.8 %, the worst 51.1 %: 3.7 points apart.'
    )
    expect(verdict('five-seeds', facts, '80')).toMatch(/^wrong/)
  })

  test('are fewer where a seed is trained twice, or a run was not evaluated', () => {
    expect(verdict('five-seeds', lab, '3')).toMatch(/^todo: There is no finished run/)
    const four = [...five.slice(0, 4), seeded(4, 0.2), seeded(6, undefined)]
    expect(verdict('five-seeds', { ...lab, runs: four }, '3')).toMatch(
      /^todo: The settings with the most seeds have 4 finished runs \(#11, #12, #13, #14\)/
    )
  })
})

describe('evaluate', () => {
  const confusion: number[][] = lessonDataset.classes.map((_, row) =>
    lessonDataset.classes.map((__, column) => (row === column ? 50 : 1))
  )
  const put = (row: string, column: string, count: number): void => {
    confusion[lessonDataset.classes.findIndex((name) => name === row)]?.splice(
      lessonDataset.classes.findIndex((name) => name === column),
      1,
      count
    )
  }
  put('cat', 'dog', 30)
  put('deer', 'cat', 40)
  const evaluation: Evaluation = {
    split: 'test',
    classes: lessonDataset.classes,
    cells: confusionCells(confusion),
    loss: 1,
    durationMs: 1
  }
  const facts = { ...lab, evaluation }

  test('a row is what cats were taken for', () => {
    expect(verdict('taken-for', lab, 'dog')).toMatch(/^todo: There is no confusion matrix/)
    expect(verdict('taken-for', facts, 'dog')).toMatch(/^right: .*“dog” for 30 of the images/)
    expect(verdict('taken-for', facts, 'deer')).toMatch(/^wrong: You read the column/)
    expect(verdict('taken-for', facts, 'plane')).toMatch(/^wrong: In the row/)
  })

  test('a column is what was called cat', () => {
    expect(verdict('called-cat', facts, 'deer')).toMatch(/^right: .*“cat” for 40 images of the class “deer”/)
    expect(verdict('called-cat', facts, 'dog')).toMatch(/^wrong: You read the row/)
    expect(verdict('called-cat', facts, 'plane')).toMatch(/^wrong: In the column/)
  })
})
