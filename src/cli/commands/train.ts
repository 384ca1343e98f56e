import { Command, Option } from 'commander'
import { requireAssignmentFit } from '../../core/assignment/assignment'
import { type EngineId, engineIds } from '../../core/base/engine-id'
import { LabError } from '../../core/base/lab-error'
import { fitModel } from '../../core/model/fit-model'
import { modelPresets } from '../../core/model/presets/model-presets'
import { ownCommand } from '../../core/base/own-command'
import { parseInput } from '../../core/base/parse-input'
import { recipeIds } from '../../core/recipes/recipe'
import { ingredientCalled, recipeCalled, recipeConfig } from '../../core/recipes/recipes'
import type { RunConfig } from '../../core/settings/run-config'
import { shownText } from '../../core/base/shown-text'
import { finishedLine } from '../../core/training/running-loss'
import { z } from '../../core/base/schema'
import { datasetSource } from '../../lab/contract/dataset-status'
import { ensureDataset } from '../parts/ensure-dataset'
import { findRun } from '../parts/find-run'
import { followTiming } from '../parts/follow-timing'
import { finishTraining } from '../parts/finish-training'
import { followRun } from '../parts/follow-run'
import { earlierAssignmentOption, readAssignment } from '../parts/read-assignment'
import { readNetwork } from '../parts/read-network'
import { narrateTensorflow } from '../parts/set-up-tensorflow'
import { withSession, type CommandContext } from '../console/session'
import { augmentOption, withAugment } from '../parts/augment-option'
import { checkOptions, type ConfigOptions, givenFlags, trainConfig } from '../parts/train-config'
import { parseConfigOptions, settingOptions } from '../parts/train-options'
import { jsonFlag, jsonOption } from './json-option'

const text = z.string().optional()
const trainOptions = jsonFlag.extend({
  network: text,
  augment: text,
  name: shownText('--name').optional(),
  resume: text,
  assignment: text,
  recipe: text,
  without: text,
  lab: text,
  downloadSource: datasetSource.default('auto'),
  dataPath: text
})
type TrainOptions = z.infer<typeof trainOptions>

export function trainCommand(context: CommandContext): Command {
  const command = new Command('train').description(
    'Train the lesson’s network or another one, on CIFAR-10 or another data set, then test it.'
  )
  for (const option of settingOptions()) command.addOption(option)
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
    .option('--without <ingredients>', 'leave ingredients of the recipe out, such as --without flip,crop')
    .option('--name <name>', 'name of the run (default with --assignment: its title)')
    .option(
      '--resume <run>',
      'continue a run that was stopped or interrupted, with its own settings; only --engine may change'
    )
    .addOption(
      new Option('--download-source <source>', 'where to download the data set from if it is not there yet')
        .choices(datasetSource.options)
        .default('auto')
    )
    .option('--data-path <path>', 'the local archive or folder of the data set, with --download-source local')
    .addOption(jsonOption('the run and its test, once it has ended,'))
    .addHelpText(
      'after',
      `
On stdout: the lesson's log, "${finishedLine}", the accuracy on the test images, overall and for each class.
Ctrl-C stops the training and saves a checkpoint; continue with --resume.`
    )
    .action((options: unknown) =>
      train(context, parseInput(trainOptions, options, 'The command'), parseConfigOptions(options))
    )
}

async function train(context: CommandContext, options: TrainOptions, typed: ConfigOptions): Promise<void> {
  const { assignment = options.lab, augment, network, recipe, resume, without } = options
  // What a run goes on with is no setting of it: the engine that it began with may be gone.
  const flags = [
    ...givenFlags(typed).filter((flag) => flag !== '--engine'),
    ...(augment === undefined ? [] : ['--augment']),
    ...(network === undefined ? [] : ['--network']),
    ...(assignment === undefined ? [] : ['--assignment']),
    ...(recipe === undefined ? [] : ['--recipe'])
  ]
  if (resume !== undefined && flags.length > 0) {
    throw new LabError(
      'invalid-input',
      `A resumed run keeps its settings: ${flags.join(', ')} cannot be combined with --resume.`,
      `Leave ${flags.length === 1 ? 'it' : 'them'} out, or start a new run.`
    )
  }
  const cooked = chosenRecipe(recipe, without, assignment)
  const changes = withAugment(typed, augment)
  const given = assignment === undefined ? undefined : await readAssignment(assignment)
  const base = given?.config ?? cooked
  const model = network === undefined ? base?.model : await readNetwork(network)
  const settings = trainConfig(changes, base, model)
  const isPreset =
    network === undefined ? given === undefined : modelPresets.some((preset) => preset.model === model)
  const { name = given?.title } = options
  await withSession(context, { json: options.json }, async (session) => {
    const { lab } = session
    const { info } = await lab.getDataset({})
    const config = isPreset ? { ...settings, model: fitModel(settings.model, info) } : settings
    if (given !== undefined && network === undefined) requireAssignmentFit(given, info)
    if (resume === undefined) checkOptions(changes, config, info)
    const resumed = resume === undefined ? undefined : await findRun(lab, resume)
    await ensureDataset(session, {
      source: options.dataPath === undefined ? options.downloadSource : 'local',
      ...(options.dataPath === undefined ? {} : { path: options.dataPath })
    })
    let runId = resumed?.runId ?? ''
    const before = resumed === undefined ? 0 : (await lab.getRun({ runId })).events.length
    const narration = narrateTensorflow(session, false)
    const state = await followRun(session, {
      before: () => before,
      start: () =>
        followTiming(session, async () => {
          if (resumed === undefined)
            runId = (await lab.startRun({ config, ...(name === undefined ? {} : { name }) })).runId
          else await lab.resumeRun({ runId, ...resumeEngine(changes) })
          return runId
        })
    }).finally(narration.stop)
    await finishTraining(session, runId, state)
  })
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

function resumeEngine({ engine }: ConfigOptions): { engine?: EngineId } {
  const found = engineIds.find((id) => id === engine)
  return found === undefined ? {} : { engine: found }
}
