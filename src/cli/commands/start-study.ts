import { Command } from 'commander'
import { LabError } from '../../core/base/lab-error'
import { parseInput } from '../../core/base/parse-input'
import { readWholeNumber } from '../../core/base/read-number'
import { shownText } from '../../core/base/shown-text'
import { z } from '../../core/base/schema'
import { foldRun, newRun } from '../../core/run/run-state'
import type { RunConfig } from '../../core/settings/run-config'
import { defineStudy } from '../../core/study/define-study'
import { sayDuration, studyCost } from '../../core/study/expected-time'
import type { StudyAxis, StudyPlan, StudySearch } from '../../core/study/study-plan'
import { describeShape, shapeOf } from '../../core/study/study-shape'
import { studyLayout } from '../../core/study/study-trials'
import type { Lab } from '../../lab/contract/contract'
import { seeHelp } from '../console/see-help'
import { withSession, type CommandContext } from '../console/session'
import { askedDataset } from '../parts/asked-dataset'
import { addRunOptions, askedSettings, sourceOptions } from '../parts/asked-settings'
import { ensureDataset } from '../parts/ensure-dataset'
import { findRun } from '../parts/find-run'
import { checkStudyPlan } from '../parts/check-study-plan'
import { followStudy } from '../parts/follow-study'
import { followTiming } from '../parts/follow-timing'
import { narrateTensorflow } from '../parts/set-up-tensorflow'
import { readAxis, readSeedsOption } from '../parts/study-axes'
import type { ConfigOptions } from '../parts/train-config'
import { parseConfigOptions, studyOptions } from '../parts/train-options'
import { jsonFlag, jsonOption } from './json-option'

const number = (option: string) =>
  z
    .string()
    .transform(readWholeNumber)
    .pipe(z.int(`${option} must be a whole number`))
    .optional()

const ownOptions = jsonFlag.extend({
  ...sourceOptions.shape,
  name: shownText('--name').optional(),
  seeds: z.string().default('5'),
  vary: z.array(z.string()).default([]),
  against: z.array(z.string()).default([]),
  random: number('--random'),
  searchSeed: number('--search-seed'),
  halving: number('--halving'),
  firstEpochs: number('--first-epochs'),
  parallel: number('--parallel')
})
type StudyOptions = z.infer<typeof ownOptions>

const collect = (value: string, before: readonly string[] = []): string[] => [...before, value]

export function startStudyCommand(context: CommandContext): Command {
  const command = new Command('start').description(
    'Train the same settings with several seeds, settings against one another, or a search over settings.'
  )
  return addRunOptions(command, studyOptions())
    .option('--seeds <n or list>', 'how many seeds each setting trains with, or which: 5, or 1,7,9', '5')
    .option(
      '--vary <setting=values>',
      'values of a setting: batch-size=4,16,64; with --random also a range: learning-rate=0.0001..0.1:log; may be given several times',
      collect
    )
    .option('--against <run>', 'compare with the settings of a run; may be given several times', collect)
    .option('--random <n>', 'draw n settings at random instead of trying all combinations')
    .option('--search-seed <n>', 'what they are drawn with (default: 1)')
    .option(
      '--halving <n>',
      'successive halving: the best one of every n settings goes on to the next round, which is n times as long'
    )
    .option('--first-epochs <n>', 'epochs of the first round, with --halving (default: 1)')
    .option('--parallel <n>', 'runs at a time (default: as many as do not slow one another down)')
    .option('--name <name>', 'name of the study')
    .addOption(jsonOption('the study and its results, once it has ended,'))
    .addHelpText(
      'after',
      `
The study's runs are runs like others: see them with "runs". Each has one thread, unless --threads
says otherwise.
Ctrl-C pauses the study; continue with "study resume".

How far apart are five seeds of the lesson?       study start --seeds 5
Is a batch size of 16 better, or was it luck?     study start --seeds 5 --vary batch-size=4,16
Which learning rate, at the same cost?            study start --seeds 1 --vary learning-rate=0.0001..0.1:log
                                                  --random 27 --halving 3 --epochs 9 --validation-split 0.1`
    )
    .action((options: unknown) =>
      startStudy(context, parseInput(ownOptions, options, 'The command'), parseConfigOptions(options))
    )
}

async function startStudy(
  context: CommandContext,
  options: StudyOptions,
  typed: ConfigOptions
): Promise<void> {
  if (typed.seed !== undefined) {
    throw new LabError(
      'invalid-input',
      'A study trains with several seeds.',
      'Give --seeds instead of --seed.'
    )
  }
  const seeds = readSeedsOption(options.seeds)
  const search = searchOf(options, options.vary.map(readAxis))
  const { halving, firstEpochs, parallel } = options
  if (halving === undefined && firstEpochs !== undefined)
    throw new LabError('invalid-input', '--first-epochs is for --halving.', seeHelp('study', 'start'))
  const asked = await askedSettings(options, typed, 'study start')
  const { name = asked.title } = options
  await withSession(context, { json: options.json }, async (session) => {
    const { lab } = session
    const { info } = await askedDataset(lab, options.data, asked.dataset)
    const others = await Promise.all(options.against.map((run) => configOf(lab, run)))
    const plan: StudyPlan = {
      ...(name === undefined ? {} : { name }),
      variants: [asked.fit(info), ...others],
      search,
      seeds,
      ...(halving === undefined ? {} : { halving: { keepOneIn: halving, firstEpochs: firstEpochs ?? 1 } }),
      ...(parallel === undefined ? {} : { parallel })
    }
    checkStudyPlan(plan, options)
    const layout = studyLayout(defineStudy(plan))
    await ensureDataset(session, { source: 'auto', dataset: info.id })
    const { runs } = await lab.listRuns({})
    const cost = studyCost(layout, info.splits.train.images, runs)
    const time = cost.seconds === undefined ? '' : `, ${sayDuration(cost.seconds)} of training`
    session.terminal.say(`${cost.runs} runs (${describeShape(shapeOf(layout))})${time}.`)
    const narration = narrateTensorflow(session, false)
    await followStudy(
      session,
      () => followTiming(session, async () => (await lab.startStudy({ plan, dataset: info.id })).studyId),
      cost.seconds
    ).finally(narration.stop)
  })
}

function searchOf({ random, searchSeed }: StudyOptions, axes: readonly StudyAxis[]): StudySearch {
  if (random !== undefined) {
    if (axes.length === 0)
      throw new LabError(
        'invalid-input',
        '--random draws values of settings, and nothing varies.',
        'Say what varies, such as --vary learning-rate=0.0001..0.1:log.'
      )
    return { kind: 'random', axes: [...axes], count: random, seed: searchSeed ?? 1 }
  }
  if (searchSeed !== undefined)
    throw new LabError('invalid-input', '--search-seed is for --random.', seeHelp('study', 'start'))
  if (axes.length === 0) return { kind: 'none' }
  const values = axes.map((axis) => {
    if ('values' in axis) return axis
    throw new LabError(
      'invalid-input',
      'A range has no end of values, so not all combinations can be tried.',
      'Give --random with the number of settings to draw, or list the values.'
    )
  })
  return { kind: 'grid', axes: values }
}

async function configOf(lab: Lab, name: string): Promise<RunConfig> {
  const { runId, number: own } = await findRun(lab, name)
  const { config } = foldRun(newRun, (await lab.getRun({ runId })).events)
  if (config !== undefined) return config
  throw new LabError(
    'not-found',
    `Run #${own} has no settings yet.`,
    'Wait until it has begun, or choose another run.'
  )
}
