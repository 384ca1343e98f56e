import { expect, test } from 'vitest'
import { describeLineage } from './describe-lineage'

const from = (number: number, step: number) => ({
  runId: `run-${number}`,
  number,
  name: '',
  createdAt: 0,
  step
})

test('names the nearest run first', () => {
  expect(describeLineage([from(1, 40), from(3, 12_500)])).toBe(
    'Forked from #3 at step 12,500, which was forked from #1 at step 40'
  )
})
