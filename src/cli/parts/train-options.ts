import { Option } from 'commander'
import { modelPresets } from '../../core/model/presets/model-presets'
import { parseInput } from '../../core/base/parse-input'
import { isFixedInForks } from '../../core/run/fixed-in-forks'
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
  return [...fieldNames.flatMap((name) => optionsOf(name, helpOf(name))), networkOption(' (default: lesson)')]
}

/**
 * Those of `study start`. Its runs load their own batches, so there are no workers. `--seed` is not in the help: it is
 * known so that what stands in its place can be said.
 */
export function studyOptions(): readonly Option[] {
  const options = fieldNames
    .filter((name) => name !== 'workers')
    .flatMap((name) =>
      optionsOf(name, name === 'threads' ? studyThreads : helpOf(name)).map((option) =>
        option.hideHelp(name === 'seed')
      )
    )
  return [...options, networkOption(' (default: lesson)')]
}
const studyThreads = 'compute threads of each run (default: 1)'

/** Those of `fork`, where the run's own settings stand for what is left out. The help leaves out what cannot change. */
export function forkOptions(): readonly Option[] {
  const options = fieldNames.flatMap((name) =>
    optionsOf(name, settings[name].help).map((option) => option.hideHelp(isFixedInForks(name)))
  )
  return [...options, new Option('--network <file>', forkedNetwork)]
}
const forkedNetwork =
  'a JSON file with the network of the run, in which dropout rates, activations and frozen layers may differ'

function networkOption(note: string): Option {
  const presets = modelPresets.map(({ value: name }) => name).join(', ')
  return new Option(
    '--network <preset or file>',
    `${settings.network.help}: ${presets}, or a JSON file with a network${note}`
  )
}

function optionsOf(name: FieldName, help: string): readonly Option[] {
  const { form } = fields[name]
  const flag = flagOf(name)
  switch (form.kind) {
    case 'whole':
      return [new Option(`${flag} <n>`, help)]
    case 'decimal':
    case 'share':
      return [new Option(`${flag} <x>`, help)]
    case 'choice':
      return [new Option(`${flag} <name>`, help).choices(form.choices.map((choice) => choice.value))]
    case 'switch':
      return [new Option(flag, help), new Option(flag.replace('--', '--no-'), `without ${flag}`)]
  }
}

/** `share of the last step that is kept (sgd, muon; default: 0.9)` */
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
