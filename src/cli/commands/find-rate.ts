import { Command } from 'commander'
import { ownCommand } from '../../core/base/own-command'
import { parseInput } from '../../core/base/parse-input'
import { formatRate } from '../../core/format/format-rate'
import type { RateSearchResult } from '../../lab/contract/rate-search'
import { rateSearchLine } from '../console/progress-line'
import { ratePlot } from '../console/rate-plot'
import { withSession, type CommandContext, type Session } from '../console/session'
import { askedDataset } from '../parts/asked-dataset'
import { addRunOptions, askedSettings, type SourceOptions, sourceOptions } from '../parts/asked-settings'
import { ensureDataset } from '../parts/ensure-dataset'
import { narrateTensorflow } from '../parts/set-up-tensorflow'
import type { ConfigOptions } from '../parts/train-config'
import { parseConfigOptions } from '../parts/train-options'
import { typedAgain } from '../parts/typed-again'
import { jsonFlag, jsonOption } from './json-option'

const findRateOptions = jsonFlag.extend({ ...sourceOptions.shape })

export function findRateCommand(context: CommandContext): Command {
  const command = new Command('find-rate').description(
    'Find a learning rate for the settings of a run: train briefly while the rate grows from step to step.'
  )
  return addRunOptions(command)
    .addOption(jsonOption('the rate and the curve'))
    .addHelpText(
      'after',
      `
Takes the options of train. On stdout: the smoothed loss at each rate, the rate to train with, and the
rate above which the loss rises. --learning-rate, --schedule and --epochs make no difference.
Nothing is stored. It takes as long as training on 16,000 images, and may go on beside a training.`
    )
    .action((options: unknown) => {
      const { json, ...sources } = parseInput(findRateOptions, options, 'The command')
      return findRate(context, json, sources, parseConfigOptions(options))
    })
}

async function findRate(
  context: CommandContext,
  json: boolean,
  sources: SourceOptions,
  typed: ConfigOptions
): Promise<void> {
  const asked = await askedSettings(sources, typed, 'find-rate')
  await withSession(context, { json }, async (session) => {
    const { lab, terminal } = session
    const { info } = await askedDataset(lab, sources.data, asked.dataset)
    const config = asked.fit(info)
    await ensureDataset(session, { source: 'auto', dataset: info.id })
    const narration = narrateTensorflow(session, false)
    const result = await showSearch(session, () => lab.findRate({ config, dataset: info.id })).finally(
      narration.stop
    )
    terminal.say(`Searched on ${result.device.label} (${result.device.description}).`)
    if (json) {
      terminal.printJson({ config, ...document(result) })
      return
    }
    for (const line of ratePlot(result.points)) terminal.print(line)
    const { named } = result
    if (named.kind === 'none') {
      terminal.print(named.reason)
      terminal.say(named.hint)
      return
    }
    terminal.print(`Learning rate: ${formatRate(named.rate)}`)
    if (named.limit !== undefined) terminal.print(`Above about ${formatRate(named.limit)} the loss rises.`)
    const options = typedAgain({ ...sources, ...typed, learningRate: String(named.rate) })
    terminal.say(`Train with it: ${ownCommand} train ${options.join(' ')}`)
  })
}

/** Shows the progress of a search, the only one of this command, on stderr. */
async function showSearch<T>(
  { service, terminal, interruption }: Session,
  search: () => Promise<T>
): Promise<T> {
  const unsubscribe = service.subscribe((notice) => {
    if (notice.event !== 'rateSearch') return
    terminal.showProgress(rateSearchLine(notice.data.done, notice.data.total))
  })
  try {
    return await interruption.unlessInterrupted(search())
  } finally {
    unsubscribe()
    terminal.showProgress('')
  }
}

function document({ named, points, steps, device }: RateSearchResult): object {
  const found = named.kind === 'found' ? named : undefined
  return {
    rate: found?.rate ?? null,
    limit: found?.limit ?? null,
    reason: named.kind === 'none' ? named.reason : null,
    steps,
    device,
    points
  }
}
