import { sayValue } from '../settings/setting-form'
import { type FieldName, fields } from '../settings/settings'
import type { RunColumn } from './run-column'
import type { TableRun } from './table-run'

/** The column of a setting, as the table of settings describes it. */
export function settingColumn(name: FieldName): RunColumn {
  const { label, help, form } = fields[name]
  const valueOf = ({ details }: TableRun) => details?.values[name]
  const text = (run: TableRun): string | undefined => {
    const value = valueOf(run)
    return value === undefined ? undefined : sayValue(form, value)
  }
  const common = { label, title: help, text, setting: true } as const
  if (form.kind === 'choice' || form.kind === 'switch') {
    const values = (run: TableRun): readonly string[] => {
      const value = valueOf(run)
      return value === undefined ? [] : [...new Set([String(value), sayValue(form, value)])]
    }
    return { ...common, kind: 'text', whole: true, values }
  }
  const value = (run: TableRun): number | undefined => {
    const found = valueOf(run)
    if (typeof found !== 'number') return undefined
    // As people read it: 0.1 is 10 %.
    return form.kind === 'share' ? Math.round(found * 1e6) / 1e4 : found
  }
  return { ...common, kind: 'number', value }
}
