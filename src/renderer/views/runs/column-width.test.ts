import { expect, test } from 'vitest'
import { fieldValues } from '../../../core/settings/setting-values'
import { lessonConfig } from '../../../core/settings/run-config'
import type { ListedRun } from '../../../lab/contract/listed-run'
import { cellLines, cellText } from './cell-text'
import { columnWidth, narrowColumnWidth } from './column-width'

const run: ListedRun = {
  runId: 'run-1',
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
  trainMs: 1,
  details: { values: fieldValues(lessonConfig), network: { parameters: 62_006, preset: 'Lesson', key: 'k' } }
}
const changed: ListedRun = { ...run, rateChanges: [{ fromStep: 5, learningRate: 0.0002 }] }
const scheduled: ListedRun = { ...run, schedule: 'linear' }

test('a schedule, and a rate that was changed, stand below the learning rate', () => {
  expect(cellLines('learningRate', scheduled)).toEqual({ first: '0.001', below: 'linear to zero' })
  expect(cellLines('learningRate', changed)).toEqual({ first: '0.001', below: 'then 0.0002' })
  expect(cellLines('learningRate', run)).toEqual({ first: '0.001', below: '' })
  expect(cellText('learningRate', scheduled)).toBe('0.001 linear to zero')
})

test('a column is as wide as its widest line, not as all lines together', () => {
  const width = columnWidth('learningRate', [run, scheduled])
  expect(width).toBeGreaterThan(columnWidth('learningRate', [run]))
  expect(width).toBeLessThan(100)
  expect(narrowColumnWidth('learningRate', [run, scheduled])).toBe(columnWidth('learningRate', [run]))
  expect(narrowColumnWidth('accuracy', [run])).toBe(columnWidth('accuracy', [run]))
})
