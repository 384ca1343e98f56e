import type { Command } from 'commander'
import type { DatasetId } from '../../core/data/dataset-id'
import { requireAssignmentFit } from '../../core/assignment/assignment'
import { LabError } from '../../core/base/lab-error'
import { ownCommand } from '../../core/base/own-command'
import { z } from '../../core/base/schema'
import type { DatasetInfo } from '../../core/data/dataset-info'
import { fitModel } from '../../core/model/fit-model'
import { modelPresets } from '../../core/model/presets/model-presets'
import { recipeIds } from '../../core/recipes/recipe'
import { ingredientCalled, recipeCalled, recipeConfig } from '../../core/recipes/recipes'
import type { RunConfig } from '../../core/settings/run-config'
import { augmentOption, withAugment } from './augment-option'
import { dataOption } from './data-option'
import { earlierAssignmentOption, readAssignment } from './read-assignment'
import { readNetwork } from './read-network'
import { checkOptions, type ConfigOptions, trainConfig } from './train-config'
import { settingOptions } from './train-options'

const text = z.string().optional()

/** What says what a new run computes, besides the options of single settings. */
export const sourceOptions = z.object({
  network: text,
  augment: text,
  assignment: text,
  recipe: text,
  data: text,
  without: text,
  lab: text
})
export type SourceOptions = z.infer<typeof sourceOptions>

/**
 * Adds all options that say what a new run computes.
 * @param options those of single settings
 */
export function addRunOptions(command: Command, options = settingOptions()): Command {
  for (const option of options) command.addOption(option)
  return command
    .addOption(augmentOption())
    .option(
      '--assignment <file>',
      'settings from a teacher’s .tenfold-assignment.json; other options take precedence over it'
    )
    .addOption(earlierAssignmentOption())
    .option(
      '--recipe <name>',
      `settings and network of a recipe: ${recipeIds.join(', ')}; other options take precedence over it`
    )
    .addOption(dataOption('the assignment’s, else CIFAR-10'))
    .option('--without <ingredients>', 'leave ingredients of the recipe out, such as --without flip,crop')
}

export interface AskedSettings {
  /** Of the assignment, if there is one. */
  readonly title: string | undefined
  /** What the assignment is meant for, where it names that. */
  readonly dataset: DatasetId | undefined
  /** @throws LabError 'invalid-input' for what a run cannot start with on the data set */
  readonly fit: (info: DatasetInfo) => RunConfig
}

/**
 * The settings that were asked for on the command line.
 * @throws LabError 'invalid-input' that names each option that cannot be, and what reading the files throws
 */
export async function askedSettings(
  options: SourceOptions,
  typed: ConfigOptions,
  command: 'train' | 'find-rate' | 'study start' = 'train'
): Promise<AskedSettings> {
  const { assignment = options.lab, augment, network, recipe, without } = options
  const cooked = chosenRecipe(recipe, without, assignment)
  const changes = withAugment(typed, augment, command)
  const given = assignment === undefined ? undefined : await readAssignment(assignment)
  const base = given?.config ?? cooked
  const model = network === undefined ? base?.model : await readNetwork(network)
  const settings = trainConfig(changes, base, model, command)
  const isPreset =
    network === undefined ? given === undefined : modelPresets.some((preset) => preset.model === model)
  return {
    title: given?.title,
    dataset: given?.dataset,
    fit: (info) => {
      const config = isPreset ? { ...settings, model: fitModel(settings.model, info) } : settings
      if (given !== undefined && network === undefined) requireAssignmentFit(given, info)
      checkOptions(changes, config, info)
      return config
    }
  }
}

/** @throws LabError 'invalid-input' for a name that there is not, and for options that do not go together */
function chosenRecipe(
  name: string | undefined,
  without: string | undefined,
  assignment: string | undefined
): RunConfig | undefined {
  if (name === undefined) {
    if (without === undefined) return undefined
    throw new LabError(
      'invalid-input',
      '--without leaves out ingredients of a recipe, and there is none.',
      `Give one too, such as --recipe minute. ${ownCommand} recipes lists them.`
    )
  }
  if (assignment !== undefined) {
    throw new LabError(
      'invalid-input',
      'An assignment and a recipe both bring all settings: --assignment cannot be combined with --recipe.',
      'Leave one of them out.'
    )
  }
  const recipe = recipeCalled(name)
  const left = without?.split(',').map((one) => ingredientCalled(recipe, one.trim()).id)
  return recipeConfig(recipe, left)
}
