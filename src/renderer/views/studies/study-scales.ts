import { extent } from '../../../core/maths/extent'
import { sayValue, type SettingValue } from '../../../core/settings/setting-form'
import { fields } from '../../../core/settings/settings'
import type { StudyAxis } from '../../../core/study/study-plan'
import type { SettingResult } from '../../../core/study/study-results'
import type { StudyLayout } from '../../../core/study/study-trials'
import type { StudyLine } from '../../charts/study/parallel-plane'
import type { StudyScale } from '../../charts/study/axis-place'

/** Listed values that are this many times apart are seen better on a logarithmic scale. */
const logFrom = 10

const axesOf = ({ definition }: StudyLayout): readonly StudyAxis[] =>
  definition.search.kind === 'none' ? [] : definition.search.axes

/** The settings that a search varies, as axes. */
export function studyScales(layout: StudyLayout): readonly StudyScale[] {
  return axesOf(layout).map((axis) => {
    const { label, form } = fields[axis.name]
    if (form.kind === 'choice' || form.kind === 'switch')
      return {
        label,
        scale: 'choice',
        values: 'values' in axis ? axis.values.map((value) => sayValue(form, value)) : []
      }
    return { label: form.kind === 'share' ? `${label}, %` : label, scale: scaleOf(axis) }
  })
}

function scaleOf(axis: StudyAxis): 'linear' | 'log' {
  if (!('values' in axis)) return axis.scale
  const numbers = axis.values.filter((value) => typeof value === 'number')
  const { min: least, max: most } = extent(numbers)
  return least > 0 && most / least >= logFrom ? 'log' : 'linear'
}

/** Each setting with its place on every axis, and what it came to: by the validation images where there are any. */
export function studyLines(
  layout: StudyLayout,
  results: readonly SettingResult[]
): { readonly lines: readonly StudyLine[]; readonly resultLabel: string } {
  const axes = axesOf(layout)
  const validated = results.some(({ validation }) => validation !== undefined)
  return {
    lines: results.map(({ setting, validation, test }) => {
      const values = layout.settings[setting]?.values
      return {
        id: setting,
        at: axes.map(({ name }) => placeOf(name, values?.[name])),
        result: (validated ? validation : test)?.mean
      }
    }),
    resultLabel: validated ? 'Validation accuracy' : 'Accuracy on the test images'
  }
}

function placeOf(name: StudyAxis['name'], value: SettingValue | undefined): number | string {
  const { form } = fields[name]
  if (value === undefined) return ''
  if (form.kind === 'share' && typeof value === 'number') return 100 * value
  return typeof value === 'number' ? value : sayValue(form, value)
}
