import { readDecimal, readWholeNumber } from '../base/read-number'
import type { SettingForm } from './setting'

export type SettingValue = string | number | boolean

/** What stands in its field in the window. */
export function fieldText(form: SettingForm, value: SettingValue): string {
  return form.kind === 'share' && typeof value === 'number'
    ? String(Math.round(value * 10_000) / 100)
    : String(value)
}

/** What was typed into its field, still to be parsed: NaN where no number can be read. */
export function readField(form: SettingForm, text: string): SettingValue {
  switch (form.kind) {
    case 'whole':
      return readWholeNumber(text)
    case 'decimal':
      return readDecimal(text)
    case 'share':
      return readDecimal(text) / 100
    case 'choice':
      return text
    case 'switch':
      return text === 'true'
  }
}

/** What was given as its option, still to be parsed; a share as it is, not in percent. */
export function readOption(form: SettingForm, given: string | boolean): SettingValue {
  if (typeof given === 'boolean') return given
  return form.kind === 'share' ? readDecimal(given) : readField(form, given)
}

/** For people: `20 %`, `on`, `SGD`. */
export function sayValue(form: SettingForm, value: SettingValue): string {
  switch (form.kind) {
    case 'whole':
    case 'decimal':
      return String(value)
    case 'share':
      return `${fieldText(form, value)} %`
    case 'switch':
      return value === true ? 'on' : 'off'
    case 'choice':
      return form.choices.find((choice) => choice.value === value)?.text ?? String(value)
  }
}
