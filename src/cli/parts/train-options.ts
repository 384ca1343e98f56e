import { Option } from 'commander'
import { modelPresets } from '../../core/model/presets/model-presets'
import { parseInput } from '../../core/base/parse-input'
import { isKnob } from '../../core/optimizers/knobs'
import { knobsOf, optimizerTypes } from '../../core/optimizers/optimizer-kinds'
import { flagOf } from '../../core/settings/flag-of'
import { lessonConfig } from '../../core/settings/run-config'
import { z } from '../../core/base/schema'
import { fieldValues } from '../../core/settings/setting-values'
import { type FieldName, fieldNames, fields, settings } from '../../core/settings/settings'
import type { ConfigOptions } from './train-config'

const given = z.union([z.string(), z.boolean()]).optional()
const configOptions = z.object(Object.fromEntries(fieldNames.map((name) => [name, given])))

/** What was given of them. */
export function parseConfigOptions(options: unknown): ConfigOptions {
  return parseInput(configOptions, options, 'The command')
}

/** The options of `train` that say what a run computes. */
export function settingOptions(): readonly Option[] {
  const presets = modelPresets.map(({ value: name }) => name).join(', ')
  return [
    ...fieldNames.flatMap(optionsOf),
    new Option(
      '--network <preset or file>',
      `${settings.network.help}: ${presets}, or a JSON file with a network (default: lesson)`
    )
  ]
}

function optionsOf(name: FieldName): readonly Option[] {
  const { form } = fields[name]
  const flag = flagOf(name)
  switch (form.kind) {
    case 'whole':
      return [new Option(`${flag} <n>`, helpOf(name))]
    case 'decimal':
    case 'share':
      return [new Option(`${flag} <x>`, helpOf(name))]
    case 'choice':
      return [new Option(`${flag} <name>`, helpOf(name)).choices(form.choices.map((choice) => choice.value))]
    case 'switch':
      return [new Option(flag, helpOf(name)), new Option(flag.replace('--', '--no-'), `without ${flag}`)]
  }
}

/** `share of the last step that is kept (sgd; default: 0.9)` */
function helpOf(name: FieldName): string {
  const owners = isKnob(name) ? optimizerTypes.filter((type) => knobsOf(type).includes(name)) : optimizerTypes
  const usual = fieldValues(lessonConfig)[name]
  const notes = [
    ...(owners.length === optimizerTypes.length ? [] : [owners.join(', ')]),
    ...(usual === undefined || usual === false ? [] : [`default: ${usual}`])
  ]
  const { help } = fields[name]
  return notes.length === 0 ? help : `${help} (${notes.join('; ')})`
}
