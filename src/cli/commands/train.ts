import { Command, Option } from 'commander'
import { type EngineId, engineIds } from '../../core/base/engine-id'
import { LabError } from '../../core/base/lab-error'
import { parseInput } from '../../core/base/parse-input'
import { shownText } from '../../core/base/shown-text'
import { finishedLine } from '../../core/training/running-loss'
import { z } from '../../core/base/schema'
import { datasetSource } from '../../lab/contract/dataset-status'
import { datasetOfRun } from '../parts/dataset-of-run'
import { ensureDataset } from '../parts/ensure-dataset'
import { findRun } from '../parts/find-run'
import { followTiming } from '../parts/follow-timing'
import { finishTraining } from '../parts/finish-training'
import { followRun } from '../parts/follow-run'
import { narrateTensorflow } from '../parts/set-up-tensorflow'
import { withSession, type CommandContext } from '../console/session'
import { askedDataset } from '../parts/asked-dataset'
import { addRunOptions, askedSettings, sourceOptions } from '../parts/asked-settings'
import { type ConfigOptions, givenFlags } from '../parts/train-config'
import { parseConfigOptions } from '../parts/train-options'
import { jsonFlag, jsonOption } from './json-option'

const trainOptions = jsonFlag.extend({
  ...sourceOptions.shape,
  name: shownText('--name').optional(),
  resume: z.string().optional(),
  downloadSource: datasetSource.default('auto'),
  dataPath: z.string().optional()
})
type TrainOptions = z.infer<typeof trainOptions>

export function trainCommand(context: CommandContext): Command {
  const command = new Command('train').description(
    'Train the lesson’s network or another one, on CIFAR-10 or another data set, then test it.'
  )
  return addRunOptions(command)
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
  const { assignment = options.lab, augment, network, recipe, resume } = options
  // What a run goes on with is no setting of it: the engine that it began with may be gone.
  const flags = [
    ...givenFlags(typed).filter((flag) => flag !== '--engine'),
    ...(augment === undefined ? [] : ['--augment']),
    ...(network === undefined ? [] : ['--network']),
    ...(assignment === undefined ? [] : ['--assignment']),
    ...(recipe === undefined ? [] : ['--recipe']),
    ...(options.data === undefined ? [] : ['--data'])
  ]
  if (resume !== undefined && flags.length > 0) {
    throw new LabError(
      'invalid-input',
      `A resumed run keeps its settings: ${flags.join(', ')} cannot be combined with --resume.`,
      `Leave ${flags.length === 1 ? 'it' : 'them'} out, or start a new run.`
    )
  }
  const asked = await askedSettings(options, typed)
  const { name = asked.title } = options
  await withSession(context, { json: options.json }, async (session) => {
    const { lab } = session
    const resumed = resume === undefined ? undefined : await findRun(lab, resume)
    const own = resumed && (await datasetOfRun(lab, resumed))
    const { info } = own ?? (await askedDataset(lab, options.data, asked.dataset))
    const config = resume === undefined ? asked.fit(info) : undefined
    await ensureDataset(session, {
      dataset: info.id,
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
          if (config !== undefined)
            runId = (
              await lab.startRun({ dataset: info.id, config, ...(name === undefined ? {} : { name }) })
            ).runId
          else await lab.resumeRun({ runId, ...resumeEngine(typed) })
          return runId
        })
    }).finally(narration.stop)
    await finishTraining(session, runId, state)
  })
}

function resumeEngine({ engine }: ConfigOptions): { engine?: EngineId } {
  const found = engineIds.find((id) => id === engine)
  return found === undefined ? {} : { engine: found }
}
