import { expect, test } from 'vitest'
import { lineText } from '../../../core/code/code-line'
import { dialects } from '../../../core/code/dialect'
import { lessonDataset } from '../../../core/data/lesson-dataset'
import { writeScript } from '../../../core/lesson/write-script'
import type { Stepped } from '../../../core/run/run-state'
import { lessonConfig } from '../../../core/settings/run-config'
import { describeStep, stepAction } from './step-lines'

const stepped: Stepped = {
  type: 'stepped',
  at: 0,
  step: 7,
  epoch: 1,
  batch: 7,
  rows: [5, 9, 1],
  labels: [3, 8, 0],
  predicted: [3, 1, 0],
  loss: 2.30258,
  gradients: [],
  learningRate: 0.001
}

test('a line is told in words, and by what it gave once a batch was trained', () => {
  const before = describeStep(undefined, 10, [], 62_006, 'pytorch')
  expect(before.map(({ value }) => value)).toEqual(Array.from({ length: 5 }))
  expect(before[1]).toMatchObject({ code: 'outputs = net(inputs)', meaning: 'ten scores for each image' })

  const after = describeStep(stepped, 10, [{ norm: 3 }, { norm: 4 }], 62_006, 'pytorch')
  expect(after.map(({ value }) => value)).toEqual([
    'all gradients are 0',
    '2 of 3 right',
    '2.3026',
    'size 5.000',
    '62,006 weights updated, rate 0.001'
  ])
})

test.each(dialects)('the code of a step is that of the script in %s', (dialect) => {
  const script = writeScript(dialect, lessonConfig, lessonDataset).parts.train
  for (const { key, code } of describeStep(undefined, 10, [], 62_006, dialect)) {
    const own = script.filter(({ link }) => link === key).map(lineText)
    if (own.length === 0) expect([dialect, key]).toEqual(['tfjs', 'zeroGrad'])
    else expect(own.some((line) => line.includes(code.replace('(…)', '(')))).toBe(true)
  }
})

test.each([
  [false, false, false, 0, 'Start a paused run'],
  [true, false, false, 0, 'Pause'],
  [true, true, false, 0, 'First batch'],
  [true, true, true, 0, 'Run the next line'],
  [true, true, true, 3, 'Run the next line'],
  [true, true, true, 4, 'Next batch']
])(
  'live %s, paused %s, trained a batch %s, line %d: the button says %s',
  (live, paused, has, line, action) => {
    expect(stepAction(live, paused, has, line)).toBe(action)
  }
)
