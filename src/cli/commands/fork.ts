import { Command } from 'commander'
import { LabError } from '../../core/base/lab-error'
import { parseInput } from '../../core/base/parse-input'
import { readWholeNumber } from '../../core/base/read-number'
import { z } from '../../core/base/schema'
import { shownText } from '../../core/base/shown-text'
import { fitModel } from '../../core/model/fit-model'
import { modelPresets } from '../../core/model/presets/model-presets'
import { forkSettings } from '../../core/run/fork-settings'
import { foldRun, newRun } from '../../core/run/run-state'
import { withSession, type CommandContext } from '../console/session'
import { augmentOption, withAugment } from '../parts/augment-option'
import { dataOption } from '../parts/data-option'
import { datasetOfRun } from '../parts/dataset-of-run'
import { ensureDataset } from '../parts/ensure-dataset'
import { findRun, runArgument } from '../parts/find-run'
import { finishTraining } from '../parts/finish-training'
import { followRun } from '../parts/follow-run'
import { followTiming } from '../parts/follow-timing'
import { readNetwork } from '../parts/read-network'
import { narrateTensorflow } from '../parts/set-up-tensorflow'
import { checkOptions, type ConfigOptions, trainConfig } from '../parts/train-config'
import { forkOptions, parseConfigOptions } from '../parts/train-options'
import { jsonFlag, jsonOption } from './json-option'

const ownOptions = jsonFlag.extend({
  step: z
    .string()
    .transform(readWholeNumber)
    .pipe(z.int('--step must be a whole number').min(0, '--step must be a whole number from 0'))
    .optional(),
  network: z.string().optional(),
  augment: z.string().optional(),
  data: z.string().optional(),
  name: shownText('--name').optional()
})
type ForkOptions = z.infer<typeof ownOptions>

export function forkCommand(context: CommandContext): Command {
  const command = new Command('fork')
    .description('Start a new run from a checkpoint of another run, with changed settings.')
    .argument('<run>', runArgument)
    .option('--step <n>', 'the checkpoint to continue from (default: the latest)')
  for (const option of forkOptions()) command.addOption(option)
  return command
    .addOption(augmentOption())
    .addOption(dataOption('the run’s own; CIFAR-10 for a network from a file that names none'))
    .option('--name <name>', 'name of the fork')
    .addOption(jsonOption('the fork and its test, once it has ended,'))
    .addHelpText(
      'after',
      `
Settings that are not given stay as they are in the run. A fork keeps the batch size, the seed, the
validation split, the training images, and the parameters of the network. It needs nothing more from
the run that it comes from, which you can delete.

A network that was loaded from a file of another program is trained on the data set that --data names,
and can change all of these settings (--batch-size, --seed, …) but the parameters of the network.`
    )
    .action((run: string, options: unknown) =>
      fork(context, run, parseInput(ownOptions, options, 'The command'), parseConfigOptions(options))
    )
}

async function fork(
  context: CommandContext,
  run: string,
  { step: wanted, network, augment, data, name, json }: ForkOptions,
  typed: ConfigOptions
): Promise<void> {
  const changes = withAugment(typed, augment, 'fork')
  const model = network === undefined ? undefined : await readNetwork(network)
  await withSession(context, { json }, async (session) => {
    const { lab } = session
    const found = await findRun(lab, run)
    const { runId: parent, number } = found
    const state = foldRun(newRun, (await lab.getRun({ runId: parent })).events)
    const step = wanted ?? state.checkpoints.at(-1)
    if (state.config === undefined || step === undefined) throw nothingToFork(number)
    const base = forkSettings(state.config, state, step)
    const own = await datasetOfRun(lab, found)
    if (own !== undefined && data !== undefined && data !== own.info.id) throw otherData(number, own.info.id)
    const { info } = own ?? (await lab.getDataset(data === undefined ? {} : { dataset: data }))
    const isPreset = modelPresets.some((preset) => preset.model === model)
    const fitted = model !== undefined && isPreset ? fitModel(model, info) : model
    const config = trainConfig(changes, base, fitted, 'fork')
    checkOptions(changes, config, info)
    await ensureDataset(session, { source: 'auto', dataset: info.id })
    const narration = narrateTensorflow(session, false)
    let runId = ''
    const ended = await followRun(session, {
      before: (events) => events.map(({ type }) => type).lastIndexOf('forked'),
      start: () =>
        followTiming(session, async () => {
          const from = { runId: parent, step }
          const named = name === undefined ? {} : { name }
          runId = (await lab.startRun({ dataset: info.id, config, from, ...named })).runId
          return runId
        })
    }).finally(narration.stop)
    await finishTraining(session, runId, ended)
  })
}

function otherData(number: number, own: string): LabError {
  return new LabError(
    'invalid-input',
    `Run #${number} was trained on ${own}, and a fork continues on the same images.`,
    'Leave --data out. To train its network on another data set, export the network as ONNX and load that file.'
  )
}

function nothingToFork(number: number): LabError {
  return new LabError(
    'not-found',
    `Run #${number} has no checkpoint yet, so it cannot be forked.`,
    'Train it further: Tenfold writes checkpoints at intervals, at the end of an epoch, and when the run pauses or stops.'
  )
}
