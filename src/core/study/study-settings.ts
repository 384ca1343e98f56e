import { LabError } from '../base/lab-error'
import { parseInput } from '../base/parse-input'
import { optimizerTypes } from '../optimizers/optimizer-kinds'
import { runConfig, type RunConfig } from '../settings/run-config'
import { sayValue, type SettingValue } from '../settings/setting-form'
import { fieldValues, withOptimizer, withValues } from '../settings/setting-values'
import { type FieldName, fieldNames, fields } from '../settings/settings'
import { settingsTitles } from '../settings/settings-titles'
import type { StudyDefinition, StudyPoint } from './study-plan'

/** One configuration that a study trains, with each of its seeds. */
export interface StudySetting {
  /** What it differs in from the others: `learning rate 0.01`. */
  readonly title: string
  readonly values: StudyPoint
  /** Its seed is that of the variant, and does not count. */
  readonly config: RunConfig
}

/**
 * All that a study tries, in its order: the points of the first variant, then those of the next.
 * @throws LabError 'invalid-input' for values that no run can have
 */
export function studySettings({ variants, points }: StudyDefinition): readonly StudySetting[] {
  const titles = settingsTitles(variants)
  return variants.flatMap((variant, i) =>
    points.map((values) => {
      const said = sayPoint(values)
      return { title: said === '' ? (titles[i] ?? said) : said, values, config: withPoint(variant, values) }
    })
  )
}

/** `learning rate 0.01, momentum 0.9` */
function sayPoint(values: StudyPoint): string {
  return entriesOf(values)
    .map(([name, value]) => `${fields[name].noun} ${sayValue(fields[name].form, value)}`)
    .join(', ')
}

function withPoint(variant: RunConfig, values: StudyPoint): RunConfig {
  const entries = entriesOf(values)
  if (entries.length === 0) return variant
  const type = optimizerTypes.find((one) => one === values.optimizer)
  const base = type === undefined ? variant : withOptimizer(variant, type)
  const config = parseInput(runConfig, withValues(base, entries), `The study, with ${sayPoint(values)},`)
  const became = fieldValues(config)
  const lost = entries.find(([name, value]) => became[name] !== value)
  if (lost === undefined) return config
  throw new LabError(
    'invalid-input',
    `The study varies the ${fields[lost[0]].noun}, and the optimizer ${config.optimizer.type} has none.`,
    'Vary another setting, or choose another optimizer.'
  )
}

function entriesOf(values: StudyPoint): readonly (readonly [FieldName, SettingValue])[] {
  return fieldNames.flatMap((name) => {
    const value = values[name]
    return value === undefined ? [] : [[name, value] as const]
  })
}
