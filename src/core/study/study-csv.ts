import { type CsvCell, csvText } from '../format/csv-text'
import { fieldNames } from '../settings/settings'
import type { StudyRecord } from './study-record'
import { studyLayout } from './study-trials'

/** The runs of a study as one table, a line for each; shares in [0, 1]. */
export function studyCsv({ definition, runs }: StudyRecord): string {
  const { settings, trials } = studyLayout(definition)
  const varied = fieldNames.filter((name) => settings.some(({ values }) => values[name] !== undefined))
  const head = ['run', 'setting', ...varied, 'seed', 'round', 'status', 'step', 'validation', 'accuracy']
  const lines = runs.map(({ number, trial, round, status, step, validation, accuracy }): CsvCell[] => {
    const place = trials[trial]
    const setting = place === undefined ? undefined : settings[place.setting]
    return [
      number,
      setting?.title ?? null,
      ...varied.map((name): CsvCell => {
        const value = setting?.values[name]
        return value === undefined ? null : typeof value === 'boolean' ? String(value) : value
      }),
      place?.seed ?? null,
      round + 1,
      status.kind,
      step,
      validation ?? null,
      accuracy ?? null
    ]
  })
  return csvText([head, ...lines])
}
