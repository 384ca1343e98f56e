import { Command, Option } from 'commander'
import { type Comparison, compare, type ComparedRun, requireComparable } from '../../core/compare/comparison'
import { type ComparedRow, classRows, resultRows } from '../../core/compare/result-rows'
import { type SeedGroup, seedGroups } from '../../core/compare/seed-groups'
import { describeSeedGroups } from '../../core/compare/describe-seed-groups'
import { compareSeeds, type SeedDifference } from '../../core/study/seed-statistics'
import { describeDisagreement } from '../../core/compare/describe-disagreement'
import { LabError } from '../../core/base/lab-error'
import { parseInput } from '../../core/base/parse-input'
import { z } from '../../core/base/schema'
import { foldRun, newRun } from '../../core/run/run-state'
import type { Disagreement } from '../../core/run/compare-predictions'
import type { Lab } from '../../lab/contract/contract'
import { withSession, type CommandContext, type Session } from '../console/session'
import { formatTable } from '../console/table'
import { findRun, runArgument } from '../parts/find-run'
import { outputOption, writeOutput } from '../parts/write-output'
import { jsonFlag, jsonOption } from './json-option'

const formats = ['html', 'json', 'csv'] as const
const compareOptions = jsonFlag.extend({
  all: z.boolean().default(false),
  format: z.enum(formats).optional(),
  output: z.string().optional()
})
type CompareOptions = z.infer<typeof compareOptions>

interface FoundRun extends ComparedRun {
  readonly runId: string
}

/** McNemar's test of the first run against another, or why there is none. */
type Against = { readonly number: number } & ({ readonly counts: Disagreement } | { readonly reason: string })

export function compareCommand(context: CommandContext): Command {
  return new Command('compare')
    .description('Compare 2 to 10 runs: settings, results, classes, and whether it was luck.')
    .argument('<runs...>', `each a ${runArgument}`)
    .option('--all', 'show all settings, not only those that differ')
    .addOption(
      new Option('--format <format>', 'write the comparison into a file of this format instead').choices(
        formats
      )
    )
    .addOption(outputOption())
    .addOption(jsonOption('the comparison'))
    .addHelpText(
      'after',
      `
On stdout: the settings in which the runs differ, their results, the accuracy of each class, and for the
first run against each other one McNemar's test on the test images: is the difference more than chance?`
    )
    .action(async (names: string[], options: unknown) => {
      const given = parseInput(compareOptions, options, 'The command')
      await withSession(context, { json: given.json }, (session) => compareAll(session, names, given))
    })
}

async function compareAll(
  session: Session,
  names: readonly string[],
  options: CompareOptions
): Promise<void> {
  const { lab, terminal } = session
  const runs: FoundRun[] = []
  for (const name of names) runs.push(await readRun(lab, name))
  requireComparable(runs.map(({ number }) => number))
  if (options.format !== undefined || options.output !== undefined) {
    const { file } = await lab.exportComparison({
      runIds: runs.map(({ runId }) => runId),
      format: options.format ?? 'html'
    })
    await writeOutput(session, options.output, file.fileName, Buffer.from(file.content, 'base64'))
    return
  }
  const comparison = compare(runs)
  const against = await testAgainstFirst(lab, runs)
  const groups = seedGroups(runs)
  if (options.json) {
    terminal.printJson({
      ...comparison,
      classes: comparison.classes ?? null,
      againstFirst: against,
      seeds: groups.map((group) => ({ ...group, againstFirst: differenceOf(groups[0], group) ?? null }))
    })
    return
  }
  for (const line of comparisonLines(comparison, options.all)) terminal.print(line)
  for (const sentences of describeSeedGroups(groups))
    for (const line of ['', ...sentences]) terminal.print(line)
  const [first] = runs
  for (const one of against) {
    terminal.print('')
    if ('reason' in one) terminal.print(`#${first?.number} and #${one.number}: ${one.reason}`)
    else {
      for (const line of describeDisagreement(one.counts, `#${first?.number}`, `#${one.number}`))
        terminal.print(line)
    }
  }
}

const accuraciesOf = ({ members }: SeedGroup): number[] => members.map(({ accuracy }) => accuracy)

const differenceOf = (first: SeedGroup | undefined, group: SeedGroup): SeedDifference | undefined =>
  first === undefined || first === group ? undefined : compareSeeds(accuraciesOf(first), accuraciesOf(group))

async function readRun(lab: Lab, name: string): Promise<FoundRun> {
  const { runId } = await findRun(lab, name)
  const { summary, events } = await lab.getRun({ runId })
  return { runId, number: summary.number, name: summary.name, state: foldRun(newRun, events) }
}

async function testAgainstFirst(lab: Lab, [first, ...others]: readonly FoundRun[]): Promise<Against[]> {
  const all: Against[] = []
  if (first === undefined) return all
  for (const { runId, number } of others) {
    all.push(
      await lab.comparePredictions({ first: first.runId, second: runId, show: 'different', limit: 1 }).then(
        ({ counts }) => ({ number, counts }),
        (thrown: unknown) => ({ number, reason: reasonOf(thrown) })
      )
    )
  }
  return all
}

/** The rest of the comparison stands without it. */
function reasonOf(thrown: unknown): string {
  const { code, message, hint } = LabError.from(thrown)
  if (code === 'internal' || code === 'cancelled') throw thrown
  return `${message} ${hint}`
}

function comparisonLines({ results, settings, classes }: Comparison, all: boolean): string[] {
  const head = results.map(({ number }) => `#${number}`)
  const shown = settings.filter(({ differs }) => all || differs)
  const settingTable = formatTable(
    ['setting', ...head],
    [
      ['name', ...results.map(({ name }) => name)],
      ...shown.map(({ label, values }) => [label.toLowerCase(), ...values.map((value) => value ?? '–')])
    ]
  )
  const resultTable = resultRows(results)
  const classTable = classRows(classes ?? [])
  return [
    ...settingTable,
    ...(shown.length === 0 && settings.length > 0 ? ['All settings are the same.'] : []),
    '',
    ...formatTable(['result', ...head], resultTable.map(markedCells)),
    '',
    ...(classes === undefined
      ? ['The runs do not have the same classes.']
      : formatTable(['class', ...head], classTable.map(markedCells))),
    ...([...resultTable, ...classTable].some(({ best }) => best.includes(true))
      ? ['', '* the best of its row']
      : [])
  ]
}

/** The values stay below one another, with a mark or without. */
function markedCells({ label, values, best }: ComparedRow): string[] {
  const title = label.slice(0, 1).toLowerCase() + label.slice(1)
  const marked = best.includes(true)
  return [title, ...values.map((value, i) => (marked ? `${value}${best[i] === true ? ' *' : '  '}` : value))]
}
