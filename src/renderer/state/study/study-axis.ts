import { readDecimal } from '../../../core/base/read-number'
import type { RunConfig } from '../../../core/settings/run-config'
import { fieldText, readField, type SettingValue } from '../../../core/settings/setting-form'
import { fieldValues } from '../../../core/settings/setting-values'
import { type FieldName, fields } from '../../../core/settings/settings'
import type { RangeAxis, StudyAxis, ValuesAxis } from '../../../core/study/study-plan'

/** A setting that varies, as typed. */
export interface AxisDraft {
  readonly id: number
  readonly name: FieldName
  /** Values separated by commas; of a choice or a switch those that are ticked. */
  readonly values: string
  readonly from: string
  readonly to: string
  readonly scale: RangeAxis['scale']
}

/** What a setting could be tried with, around the value that it has. */
export function draftAxis(id: number, name: FieldName, config: RunConfig): AxisDraft {
  const { form } = fields[name]
  const value = fieldValues(config)[name]
  const none = { id, name, values: '', from: '', to: '', scale: 'linear' } as const
  if (form.kind === 'choice')
    return {
      ...none,
      values: form.choices
        .map((choice) => choice.value)
        .slice(0, 2)
        .join(', ')
    }
  if (form.kind === 'switch') return { ...none, values: 'false, true' }
  if (form.kind === 'share') return { ...none, values: '0, 10, 20', from: '0', to: '30' }
  if (typeof value !== 'number' || value <= 0) return none
  const text = (numbers: readonly number[]): string =>
    numbers.map((one) => fieldText(form, Number(one.toPrecision(2)))).join(', ')
  if (form.kind === 'whole')
    return {
      ...none,
      values: text([value, 2 * value, 4 * value]),
      from: text([value]),
      to: text([16 * value]),
      scale: 'log'
    }
  // Close to 1, as a momentum: what counts is how far it is from there.
  if (value >= 0.5 && value < 1)
    return {
      ...none,
      values: text([1 - 2 * (1 - value), value, 1 - (1 - value) / 2]),
      from: '0',
      to: text([1 - (1 - value) / 2])
    }
  return {
    ...none,
    values: text([value / 3, value, 3 * value]),
    from: text([value / 10]),
    to: text([10 * value]),
    scale: 'log'
  }
}

/** Whether a random search draws it from a range, and not from a list. */
export const isRange = (name: FieldName): boolean => {
  const { kind } = fields[name].form
  return kind !== 'choice' && kind !== 'switch'
}

/** @returns what is wrong, in a sentence, where it cannot be read */
export function readValuesAxis({ name, values: text }: AxisDraft): ValuesAxis | string {
  const { form } = fields[name]
  const parts = text.split(',').map((part) => part.trim())
  if (text.trim() === '')
    return isRange(name) ? 'Type values, separated by commas.' : 'Choose at least two values.'
  const values = parts.map((part) => readField(form, part))
  if (values.some((value) => Number.isNaN(value))) return 'Type numbers, separated by commas.'
  if (values.length < 2)
    return isRange(name) ? 'One value does not vary: type at least two.' : 'Choose at least two values.'
  return { name, values }
}

/** @returns what is wrong, in a sentence, where it cannot be read */
export function readRandomAxis(draft: AxisDraft): StudyAxis | string {
  const { name, scale } = draft
  if (!isRange(name)) return readValuesAxis(draft)
  const [from, to] = [readEnd(name, draft.from), readEnd(name, draft.to)]
  if (from === undefined || to === undefined) return 'Type a number at both ends of the range.'
  return { name, from, to, scale }
}

/** The end of a range of whole numbers need not be one: what is drawn is rounded. */
function readEnd(name: FieldName, text: string): number | undefined {
  const { form } = fields[name]
  const value: SettingValue = form.kind === 'whole' ? readDecimal(text) : readField(form, text)
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined
}
