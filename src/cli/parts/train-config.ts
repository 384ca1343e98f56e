import { LabError } from '../../core/base/lab-error'
import { isKnob, type KnobName } from '../../core/optimizers/knobs'
import {
  isOptimizerType,
  knobsOf,
  type OptimizerType,
  optimizerTypes
} from '../../core/optimizers/optimizer-kinds'
import { optimizerTexts } from '../../core/optimizers/optimizer-texts'
import type { DatasetInfo } from '../../core/data/dataset-info'
import { settingProblem } from '../../core/settings/check-settings'
import { flagOf } from '../../core/settings/flag-of'
import { lessonConfig, runConfig, type RunConfig } from '../../core/settings/run-config'
import { readOption } from '../../core/settings/setting-form'
import { withOptimizer, withValues } from '../../core/settings/setting-values'
import { type FieldName, fieldNames, fields } from '../../core/settings/settings'
import { seeHelp } from '../console/see-help'

/** What can be set on the command line, as it was given: text, or whether a switch is on. */
export type ConfigOptions = Readonly<Partial<Record<FieldName, string | boolean | undefined>>>

/**
 * The settings of an assignment, or the lesson's, with what was given on the command line in their place.
 * @throws LabError 'invalid-input' that names each option that cannot be
 */
export function trainConfig(
  options: ConfigOptions,
  base: RunConfig = lessonConfig,
  model = base.model,
  command: 'train' | 'fork' | 'find-rate' | 'study start' = 'train'
): RunConfig {
  const { optimizer, ...others } = options
  const start = optimizer === undefined ? base : withOptimizer(base, optimizerType(String(optimizer)))
  const given = fieldNames.flatMap((name) => {
    const value = name === 'optimizer' ? undefined : others[name]
    return value === undefined ? [] : [{ name, value }]
  })
  for (const { name } of given) if (isKnob(name)) checkKnob(name, start)
  const values = given.map(({ name, value }) => [name, readOption(fields[name].form, value)] as const)
  const result = runConfig.safeParse({ ...withValues(start, values), model })
  if (result.success) {
    checkOptions(options, result.data, undefined)
    return result.data
  }
  const problems = result.error.issues.map(({ path, message }) => {
    const wrong = given.find(({ name }) => name === path.at(-1))
    return wrong === undefined ? message : optionProblem(options, wrong.name, message)
  })
  throw new LabError('invalid-input', `${[...new Set(problems)].join('; ')}.`, seeHelp(command))
}

/**
 * @param config what came of the options
 * @param dataset the one to train on; undefined where it is not known yet
 * @throws LabError 'invalid-input' that names the option for what a run cannot start with
 */
export function checkOptions(
  options: ConfigOptions,
  config: RunConfig,
  dataset: DatasetInfo | undefined
): void {
  const problem = settingProblem(config, dataset)
  if (problem === undefined) return
  const { field, message, hint } = problem
  throw new LabError('invalid-input', `${optionProblem(options, field, message)}.`, hint)
}

/** `--epochs 0: epochs must be …`, where the option was given. */
function optionProblem(options: ConfigOptions, name: FieldName, message: string): string {
  const value = options[name]
  return value === undefined ? message : `${flagOf(name)} ${String(value)}: ${message}`
}

/** @throws LabError 'invalid-input' for a name that there is not */
function optimizerType(name: string): OptimizerType {
  if (isOptimizerType(name)) return name
  throw new LabError(
    'invalid-input',
    `No optimizer is called “${name}”.`,
    `Optimizers: ${optimizerTypes.join(', ')}.`
  )
}

/** @throws LabError 'invalid-input' for a knob that the optimizer does not have */
function checkKnob(knob: KnobName, { optimizer: { type } }: RunConfig): void {
  if (knobsOf(type).includes(knob)) return
  const owners = optimizerTypes.filter((one) => knobsOf(one).includes(knob))
  throw new LabError(
    'invalid-input',
    `${flagOf(knob)} is for ${list(
      owners.map((one) => optimizerTexts[one].name),
      'and'
    )}; this run trains with ${optimizerTexts[type].name}.`,
    `Leave it out, or give --optimizer ${list(owners, 'or')}.`
  )
}

function list(words: readonly string[], joint: 'and' | 'or'): string {
  const last = words.slice(-1).join()
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} ${joint} ${last}`
}

/** The options among `options` that say what a run computes, as flags. */
export function givenFlags(options: ConfigOptions): readonly string[] {
  return fieldNames.flatMap((name) => {
    const value = options[name]
    if (value === undefined) return []
    return [value === false ? flagOf(name).replace('--', '--no-') : flagOf(name)]
  })
}
