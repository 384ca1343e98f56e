import { Command as Program, InvalidArgumentError } from 'commander'
import { formatMarkdown, type Row } from '../../scripts/bench/measurement'
import { parseInput } from '../../src/core/base/parse-input'
import { z } from '../../src/core/base/schema'
import { formatCount } from '../../src/core/format/format-number'
import { runTrial, type TrialResult } from './run-trial'
import type { Trial } from './trial'
import { trials } from './trials'
import { openWorkplace, type BuiltFiles } from './workplace'

const flag = z.boolean().default(false)
const parsed = z.object({
  seed: z.int().default(1),
  only: z.array(z.string()).optional(),
  quick: flag,
  count: z.int().optional(),
  case: z.int().optional(),
  json: flag
})
type Parsed = z.infer<typeof parsed>

/** @param args without the program's name */
export async function torture(args: readonly string[], built: BuiltFiles): Promise<void> {
  const program = new Program('npm run torture --')
    .description('Kills, damages, fills up and attacks Tenfold, and judges what it does.')
    .option('--seed <n>', 'of everything that is left to chance (default: 1)', wholeNumber)
    .option('--only <trials>', `some of: ${trials.map(({ name }) => name).join(', ')}`, trialNames)
    .option('--quick', 'as few as the tests try')
    .option('--count <n>', 'how many are tried in each trial', wholeNumber)
    .option('--case <n>', 'this case alone, with --only: what repeats one that went wrong', wholeNumber)
    .option('--json', 'print one JSON document instead of a table')
    .addHelpText('after', '\nCtrl-C ends it after the cases under way; pressed again, at once.')
    .action(async (given: unknown) => {
      await run(parseInput(parsed, given, 'The command'), built)
    })
  await program.parseAsync(args, { from: 'user' })
}

async function run(options: Parsed, built: BuiltFiles): Promise<void> {
  const chosen = trials.filter(({ name }) => options.only?.includes(name) ?? true)
  const controller = new AbortController()
  process.on('SIGINT', () => {
    if (controller.signal.aborted) process.exit(130)
    controller.abort()
  })
  const workplace = await openWorkplace(built)
  const results: { readonly trial: Trial; readonly result: TrialResult }[] = []
  try {
    for (const trial of chosen) {
      if (controller.signal.aborted) break
      const count = options.count ?? (options.quick ? trial.quick : trial.full)
      const result = await runTrial(trial, {
        workplace,
        count,
        seed: options.seed,
        ...(options.case === undefined ? {} : { onlyCase: options.case }),
        signal: controller.signal,
        onProgress: (tried, wrong) => showProgress(`${trial.name}: ${tried} of ${count}, ${wrong} wrong`)
      })
      showProgress('')
      for (const { case: number, what } of result.wrong) {
        process.stderr.write(`--seed ${options.seed} --only '${trial.name}' --case ${number}: ${what}\n`)
      }
      results.push({ trial, result })
    }
  } finally {
    await workplace.end()
  }
  print(options, results)
  if (results.some(({ result }) => result.wrong.length > 0)) process.exitCode = 1
  if (controller.signal.aborted) process.exitCode = 130
}

function trialNames(text: string): string[] {
  const names = text.split(',')
  const unknown = names.find((name) => trials.every((trial) => trial.name !== name))
  if (unknown !== undefined) throw new InvalidArgumentError(`There is no trial “${unknown}”.`)
  return names
}

function print(
  { seed, json }: Parsed,
  results: readonly { readonly trial: Trial; readonly result: TrialResult }[]
): void {
  if (json) {
    const trialsOf = results.map(({ trial: { name, aim }, result }) => ({ name, aim, ...result }))
    process.stdout.write(
      `${JSON.stringify({ seed, node: process.version, trials: trialsOf }, undefined, 2)}\n`
    )
    return
  }
  const rows = results.map(({ trial, result }): Row => ({
    trial: trial.name,
    tried: result.tried,
    right: result.tried - Math.min(result.tried, new Set(result.wrong.map((one) => one.case)).size),
    wrong: result.wrong.length,
    what: result.skippedBecause === undefined ? describeCounts(result) : `skipped: ${result.skippedBecause}`
  }))
  const notes = [`Seed ${seed}, Node ${process.versions.node}, ${process.platform}.`]
  process.stdout.write(`${formatMarkdown({ title: 'Torture', rows, notes })}\n`)
}

function describeCounts({ counts }: TrialResult): string {
  return Object.entries(counts)
    .map(([what, times]) => `${formatCount(times)} ${what}`)
    .join(', ')
}

/** One line that the next one takes the place of. */
function showProgress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`)
}

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('A whole number is wanted.')
  return Number(text)
}
