import { LabError } from '../../core/base/lab-error'
import { readDecimal } from '../../core/base/read-number'
import { flagOf } from '../../core/settings/flag-of'
import { readOption } from '../../core/settings/setting-form'
import { type FieldName, fieldNames, fields } from '../../core/settings/settings'
import { readSeeds } from '../../core/study/read-seeds'
import { isStudied, type RangeAxis, type StudyAxis } from '../../core/study/study-plan'

/**
 * What `--vary` says: `batch-size=4,16,64`, or a range to draw from, `momentum=0..0.95` or `learning-rate=0.0001..0.1:log`.
 * @throws LabError 'invalid-input'
 */
export function readAxis(text: string): StudyAxis {
  const [flag = '', given = ''] = splitAt(text, '=')
  const name = fieldNames.find((one) => flagOf(one) === `--${flag.trim()}`)
  if (name === undefined || !isStudied(name)) {
    throw refused(
      text,
      name === undefined
        ? `no setting is called “${flag}”`
        : name === 'seed'
          ? 'seeds are given with --seeds'
          : `“${flag}” does not change what is trained`,
      `Settings that can vary: ${fieldNames
        .filter(isStudied)
        .map((one) => flagOf(one).slice(2))
        .join(', ')}.`
    )
  }
  const range = /^(.+)\.\.([^:]+)(:log)?$/.exec(given)
  if (range !== null) return readRange(text, name, range)
  const values = given.split(',').map((value) => readValue(name, value.trim()))
  if (given.trim() === '' || values.some((value) => Number.isNaN(value)))
    throw refused(text, 'its values cannot be read', 'Write them as in --vary batch-size=4,16,64.')
  if (values.length < 2)
    throw refused(text, 'one value does not vary', 'Give at least two, separated by commas.')
  return { name, values }
}

function readRange(text: string, name: FieldName, [, from = '', to = '', log]: RegExpExecArray): RangeAxis {
  const [least, most] = [readDecimal(from), readDecimal(to)]
  if (Number.isNaN(least) || Number.isNaN(most))
    throw refused(text, 'its range cannot be read', 'Write it as in --vary learning-rate=0.0001..0.1:log.')
  return { name, from: least, to: most, scale: log === undefined ? 'linear' : 'log' }
}

function readValue(name: FieldName, value: string): string | number | boolean {
  const { form } = fields[name]
  if (form.kind !== 'switch') return readOption(form, value)
  return value === 'on' || value === 'true' ? true : value === 'off' || value === 'false' ? false : NaN
}

/** @throws LabError 'invalid-input' for what is neither a number of seeds nor a list of them */
export function readSeedsOption(text: string): number[] {
  const seeds = readSeeds(text)
  if (seeds !== undefined) return [...seeds]
  throw new LabError(
    'invalid-input',
    `--seeds ${text}: this is neither a number of seeds nor a list of seeds.`,
    'Give --seeds 5 for the seeds 1 to 5, or a list such as --seeds 1,7,9.'
  )
}

function splitAt(text: string, mark: string): readonly string[] {
  const at = text.indexOf(mark)
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + 1)]
}

const refused = (text: string, why: string, hint: string): LabError =>
  new LabError('invalid-input', `--vary ${text}: ${why}.`, hint)
