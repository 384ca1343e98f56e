import { Command, Option } from 'commander'
import { ownCommand } from '../../core/base/own-command'
import { parseInput } from '../../core/base/parse-input'
import { z } from '../../core/base/schema'
import { formatLoss } from '../../core/format/format-loss'
import { formatCount, formatPercent } from '../../core/format/format-number'
import { parseRunFilter } from '../../core/run-table/parse-run-filter'
import { requireColumn } from '../../core/run-table/require-column'
import { type ColumnId, columnIds, columnKey, runColumn } from '../../core/run-table/run-columns'
import { matchesFilter } from '../../core/run-table/run-filter'
import { sortRuns } from '../../core/run-table/sort-runs'
import type { ListedRun, RunSummary } from '../../lab/contract/contract'
import { localTime } from '../console/local-time'
import { runStatus } from '../console/run-status'
import { withSession, type CommandContext, type Session } from '../console/session'
import { formatTable } from '../console/table'
import { jsonFlag, jsonOption } from './json-option'

const listOptions = jsonFlag.extend({
  filter: z.string().max(500).default(''),
  sort: z.string().default('number'),
  reverse: z.boolean().default(false),
  columns: z.string().optional()
})

export function listCommand(context: CommandContext): Command {
  return new Command('list')
    .description('List the runs, the latest first.')
    .addOption(
      new Option(
        '--filter <words>',
        'only runs that this is true of: words, tag:wide, accuracy>80, -status:failed; all of it, as in the search field of Runs'
      )
    )
    .addOption(
      new Option('--sort <column>', 'in the order of a column, the largest numbers and the first words first')
    )
    .addOption(new Option('--reverse', 'in the opposite order'))
    .addOption(new Option('--columns <list>', 'columns to show: accuracy,best,optimizer,batch-size,tag'))
    .addOption(jsonOption('the runs'))
    .addHelpText('after', `\nColumns: ${columnIds.map(columnKey).join(', ')}.`)
    .action(async (given: unknown) => {
      const options = parseInput(listOptions, given, 'The command')
      await withSession(context, options, (session) => listRuns(session, options))
    })
}

async function listRuns(
  { lab, terminal, json }: Session,
  { filter, sort, reverse, columns }: z.infer<typeof listOptions>
): Promise<void> {
  // What is wrong with the command is told before any run is looked at.
  const wanted = parseRunFilter(filter)
  const column = requireColumn(sort)
  const shown = columns?.split(',').map((name) => requireColumn(name.trim()))
  const { runs } = await lab.listRuns({})
  const found = runs.filter((run) => matchesFilter(wanted, run))
  const largestFirst = runColumn(column).kind !== 'text'
  const sorted = sortRuns(found, { column, descending: largestFirst !== reverse })
  if (json) {
    terminal.printJson(sorted)
    return
  }
  if (runs.length === 0) {
    terminal.say(`There are no runs yet. Train one: ${ownCommand} train`)
    return
  }
  if (found.length === 0) {
    terminal.say(`None of the ${formatCount(runs.length)} runs matches.`)
    return
  }
  const usual = ['run', 'name', 'status', 'steps', 'batch', 'loss', 'accuracy', 'created', 'id']
  const lines =
    shown === undefined
      ? formatTable(usual, sorted.map(usualCells))
      : formatTable(
          ['run', 'name', ...shown.map(columnKey)],
          sorted.map((run) => [`#${run.number}`, run.name, ...shown.map((id) => cell(id, run))])
        )
  for (const line of lines) terminal.print(line)
}

function cell(id: ColumnId, run: ListedRun): string {
  if (id === 'status') return runStatus(run)
  if (id === 'started') return run.createdAt === 0 ? '' : localTime(run.createdAt)
  // A note may have several lines.
  return (runColumn(id).text(run) ?? '').replaceAll(/\s+/g, ' ')
}

function usualCells(run: RunSummary): string[] {
  return [
    `#${run.number}`,
    run.name,
    runStatus(run),
    run.step === run.totalSteps
      ? formatCount(run.step)
      : `${formatCount(run.step)}/${formatCount(run.totalSteps)}`,
    formatCount(run.batchSize),
    runningLoss(run),
    run.accuracy === undefined ? '' : formatPercent(run.accuracy),
    localTime(run.createdAt),
    run.runId
  ]
}

/** Said to be partial where it is the mean of fewer steps than the log has to a line. */
function runningLoss({ runningLoss: loss, runningLossSteps: steps }: RunSummary): string {
  if (loss === undefined) return ''
  const text = formatLoss(loss, 3)
  return steps === undefined ? text : `${text} (${formatCount(steps)} steps)`
}
