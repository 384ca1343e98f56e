import { expect, test } from 'vitest'
import { lessonConfig } from '../settings/run-config'
import { defineStudy } from './define-study'
import { studyCsv } from './study-csv'

test('a line for each run, with what varies in columns of its own', () => {
  const definition = defineStudy({
    variants: [lessonConfig],
    search: {
      kind: 'grid',
      axes: [
        { name: 'batchSize', values: [4, 16] },
        { name: 'flip', values: ['off', 'random'] }
      ]
    },
    seeds: [7]
  })
  const finished = { kind: 'finished' } as const
  const text = studyCsv({
    definition,
    runs: [
      { number: 3, trial: 1, round: 0, status: finished, step: 10, accuracy: 0.5 },
      { number: 4, trial: 2, round: 0, status: { kind: 'training' }, step: 2 }
    ]
  })
  expect(text.split('\r\n')).toEqual([
    'run,setting,batchSize,flip,seed,round,status,step,validation,accuracy',
    '3,"batch size 4, flip random",4,random,7,1,finished,10,,0.5',
    '4,"batch size 16, flip off",16,off,7,1,training,2,,',
    ''
  ])
})
