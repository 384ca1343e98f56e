import { flushSync } from 'svelte'
import { expect, test } from 'vitest'
import { lessonConfig } from '../../../core/settings/run-config'
import { fieldValues } from '../../../core/settings/setting-values'
import type { ListedRun } from '../../../lab/contract/listed-run'
import { FakeLab } from '../line/fake-lab'
import { Notices } from '../line/notices.svelte'
import { SettingsState } from '../settings/settings.svelte'
import { RunTableState } from './run-table.svelte'
import { Runs } from './runs.svelte'

const run = (number: number, change: Partial<ListedRun> = {}): ListedRun => ({
  runId: `run-${number}`,
  number,
  name: `Run ${number}`,
  createdAt: 1,
  status: { kind: 'finished' },
  step: 10,
  totalSteps: 10,
  batchSize: 4,
  epochs: 2,
  learningRate: 0.001,
  seed: 1,
  trainMs: 5,
  accuracy: number / 10,
  details: {
    values: { ...fieldValues(lessonConfig), batchSize: number % 2 === 0 ? 4 : 8 },
    network: { key: 'k', preset: 'Lesson', parameters: 62_006 }
  },
  ...change
})

async function opened(
  runs: readonly ListedRun[]
): Promise<{ table: RunTableState; all: Runs; settings: SettingsState }> {
  const notices = new Notices()
  const fake = new FakeLab({ listRuns: () => ({ runs }) })
  const settings = new SettingsState(fake, notices)
  const all = new Runs(fake, notices)
  await all.refresh()
  return { table: new RunTableState(all, settings), all, settings }
}
const numbers = (table: RunTableState): number[] => table.shown.map(({ number }) => number)

test('shows what is searched for, and everything where the search cannot be read', async () => {
  const { table } = await opened([1, 2, 3, 4].map((number) => run(number)))
  expect(numbers(table)).toEqual([4, 3, 2, 1])
  table.search = 'accuracy>=30'
  expect(numbers(table)).toEqual([4, 3])
  expect(table.problem).toBeUndefined()
  table.search = 'acuracy>30'
  expect(table.problem?.message).toContain('Did you mean accuracy?')
  expect(numbers(table)).toEqual([4, 3, 2, 1])
})

test('a column sorts one way, then the other, then no longer', async () => {
  const { table } = await opened([run(1), run(2, { accuracy: undefined }), run(3)])
  table.sortBy('accuracy')
  expect(numbers(table)).toEqual([3, 1, 2])
  table.sortBy('accuracy')
  expect(numbers(table)).toEqual([1, 3, 2])
  table.sortBy('accuracy')
  expect(table.order).toBeUndefined()
  table.sortBy('name')
  expect(numbers(table)).toEqual([1, 2, 3])
})

test('a range reaches from the run that was selected last to this one, as they are shown', async () => {
  const { table } = await opened([1, 2, 3, 4, 5].map((number) => run(number)))
  table.select('run-4', true)
  table.select('run-2', true, true)
  expect(table.selected.map(({ number }) => number)).toEqual([4, 3, 2])
  table.select('run-3', false, true)
  expect(table.selected.map(({ number }) => number)).toEqual([4])
  table.search = '5'
  table.selectShown(true)
  table.search = ''
  expect(table.selected.map(({ number }) => number)).toEqual([5, 4])
  table.clearSelection()
  expect(table.selected).toEqual([])
})

test('of the settings, only those in which the shown runs differ', async () => {
  const { table, settings } = await opened([run(1), run(2), run(3)])
  expect(table.columns).toContain('seed')
  settings.update({ onlyDiffering: true })
  flushSync()
  expect(table.columns).toEqual(['status', 'batchSize', 'loss', 'accuracy', 'time', 'disk', 'started'])
  table.search = 'batch-size:8'
  expect(table.columns).not.toContain('batchSize')
  table.resetColumns()
  table.chooseColumn('seed', false)
  table.chooseColumn('tag', true)
  expect(table.columns).not.toContain('seed')
  expect(table.columns).toContain('tag')
})

test('runs are put together, folded away, and selected as a group', async () => {
  const { table, settings } = await opened([1, 2, 3, 4].map((number) => run(number)))
  const lines = (): string[] =>
    table.rows.map((row) => (row.kind === 'group' ? row.group.title : `#${row.run.number}`))
  expect(lines()).toEqual(['#4', '#3', '#2', '#1'])
  table.groupBy('seeds')
  expect(settings.value.groupRunsBy).toBe('seeds')
  expect(lines()).toEqual(['batch size 4', '#4', '#2', 'batch size 8', '#3', '#1'])
  const [first] = table.rows
  if (first?.kind !== 'group') throw new Error('the first line is a group')
  table.fold(first.group)
  expect(lines()).toEqual(['batch size 4', 'batch size 8', '#3', '#1'])
  table.selectGroup(first.group, true)
  expect(table.selected.map(({ number }) => number)).toEqual([4, 2])
  table.select('run-3', true)
  table.select('run-1', true, true)
  expect(table.selected.map(({ number }) => number)).toEqual([4, 3, 2, 1])
  table.sortBy('accuracy')
  table.fold(first.group)
  table.sortBy('accuracy')
  expect(lines()).toEqual(['batch size 8', '#1', '#3', 'batch size 4', '#2', '#4'])
})

test('the column of tags comes with the first tags, unless somebody took it out', async () => {
  const { table, settings } = await opened([run(1)])
  expect(table.revealTags()).toBe(true)
  expect(settings.value.runColumns).toContain('tag')
  expect(table.revealTags()).toBe(false)
  table.chooseColumn('tag', false)
  expect(table.revealTags()).toBe(false)
  expect(settings.value.runColumns).not.toContain('tag')
})
