import { ownCommand } from '../../core/base/own-command'
import { Command } from 'commander'
import { LabError } from '../../core/base/lab-error'
import { parseInput } from '../../core/base/parse-input'
import { z } from '../../core/base/schema'
import type { Lab, RunSummary } from '../../lab/contract/contract'
import type { TrashedRun } from '../../lab/contract/trash'
import { EndWith, errorExitCodes } from '../console/exit-codes'
import { confirm } from '../parts/confirm'
import { pickRun } from '../parts/find-run'
import { localTime } from '../console/local-time'
import { formatBytesInTenths } from '../../core/format/format-bytes'
import { formatPercent } from '../../core/format/format-number'
import { runStatus } from '../console/run-status'
import { withSession, type CommandContext, type Session } from '../console/session'
import { formatTable } from '../console/table'
import { jsonFlag, jsonOption } from './json-option'
import { yesOption } from './yes-option'

const trashArgument = `number (14), id, or "latest" for the last one deleted; see "${ownCommand} runs trash"`
const removalOptions = jsonFlag.extend({ yes: z.boolean().default(false) })
const nothingThere = 'The trash is empty.'

/** The part of `runs` that is about deleted runs. */
export function trashCommands(context: CommandContext): Command[] {
  const inSession = async (options: unknown, run: (session: Session) => Promise<void>): Promise<void> => {
    const { json } = parseInput(jsonFlag, options, 'The command')
    await withSession(context, { json }, run)
  }
  const remove = async (options: unknown, name?: string): Promise<void> => {
    const { json, yes } = parseInput(removalOptions, options, 'The command')
    await withSession(context, { json }, (session) => removeRuns(session, yes, name))
  }
  return [
    new Command('trash')
      .description('List deleted runs, the latest first. Each can be restored, or removed for good.')
      .addOption(jsonOption('the trash'))
      .action((options: unknown) => inSession(options, listTrash)),
    new Command('restore')
      .description('Bring a deleted run back.')
      .argument('<run>', trashArgument)
      .addOption(jsonOption('its id'))
      .action((name: string, options: unknown) => inSession(options, (session) => restoreRun(session, name))),
    new Command('remove')
      .description('Remove a deleted run for good.')
      .argument('<run>', trashArgument)
      .addOption(yesOption())
      .addOption(jsonOption('what was removed'))
      .action((name: string, options: unknown) => remove(options, name)),
    new Command('empty-trash')
      .description('Remove all deleted runs for good.')
      .addOption(yesOption())
      .addOption(jsonOption('what was removed'))
      .action((options: unknown) => remove(options))
  ]
}

async function listTrash({ lab, terminal, json }: Session): Promise<void> {
  const trash = await lab.listTrash({})
  if (json) {
    terminal.printJson(trash)
    return
  }
  if (trash.runs.length === 0) terminal.say(nothingThere)
  else {
    const head = ['run', 'name', 'status', 'accuracy', 'trained', 'deleted', 'disk', 'id']
    for (const line of formatTable(head, trash.runs.map(cells))) terminal.print(line)
  }
  for (const { obstacle } of trash.runs) if (obstacle !== undefined) terminal.say(obstacle.message)
  for (const { name, what } of trash.foreign) {
    terminal.say(`“${name}” in the trash is ${what}: Tenfold leaves it alone.`)
  }
}

function cells({ run, deletedAt, bytes }: TrashedRun): string[] {
  return [
    `#${run.number}`,
    run.name,
    runStatus(run),
    run.accuracy === undefined ? '' : formatPercent(run.accuracy),
    run.createdAt === 0 ? '' : localTime(run.createdAt),
    deletedAt === undefined ? '' : localTime(deletedAt),
    formatBytesInTenths(bytes),
    run.runId
  ]
}

async function restoreRun({ lab, terminal, json }: Session, name: string): Promise<void> {
  const { runs } = await lab.listTrash({})
  const deleted = pickTrashed(runs, name)
  const run = deleted?.run ?? (await keptRun(lab, name))
  if (run === undefined) throw notInTrash(runs, name)
  const { runId, number } = run
  if (deleted !== undefined) await lab.restoreRun({ runId })
  if (json) terminal.printJson({ runId })
  else terminal.print(runId)
  terminal.say(
    deleted === undefined
      ? `Run #${number} “${run.name}” is not in the trash, so there is nothing to restore.`
      : `Run #${number} “${run.name}” is restored. See it: ${ownCommand} runs show ${number}`
  )
}

/** @param name of one run; all of the trash without it */
async function removeRuns(session: Session, yes: boolean, name?: string): Promise<void> {
  const { lab, terminal, json } = session
  const { runs } = await lab.listTrash({})
  const chosen = name === undefined ? runs : [await requireTrashed(lab, runs, name)]
  const free = chosen.filter(({ obstacle }) => obstacle === undefined)
  const agreed = free.length === 0 || yes || (await confirmRemoval(session, free))
  const runIds = agreed ? chosen.map(({ run }) => run.runId) : []
  const removal = runIds.length === 0 ? { removed: [], bytes: 0, kept: [] } : await lab.removeRuns({ runIds })
  const { removed, bytes } = removal
  if (json) terminal.printJson(removal)
  else for (const runId of removed) terminal.print(runId)
  if (chosen.length === 0) terminal.say(nothingThere)
  if (!agreed) terminal.say('Nothing was removed.')
  if (removed.length > 0)
    terminal.say(`${countRuns(removed.length)} removed for good, ${formatBytesInTenths(bytes)} freed.`)
  for (const { error } of removal.kept) terminal.sayError(error.message, error.hint)
  const [first] = removal.kept
  if (first !== undefined) throw new EndWith(errorExitCodes[first.error.code])
}

function confirmRemoval(session: Session, runs: readonly TrashedRun[]): Promise<boolean> {
  const [first] = runs
  const bytes = formatBytesInTenths(runs.reduce((sum, run) => sum + run.bytes, 0))
  const name =
    runs.length === 1 && first !== undefined
      ? `run #${first.run.number} “${first.run.name}”`
      : countRuns(runs.length)
  const what = `${name} (${bytes})`
  return confirm(session, {
    question: `Remove ${what} for good?`,
    doing: `Removing ${what}`,
    verb: 'remove'
  })
}

function pickTrashed(runs: readonly TrashedRun[], name: string): TrashedRun | undefined {
  if (name === 'latest') return runs[0]
  const picked = pickRun(
    runs.map(({ run }) => run),
    name
  )
  return runs.find(({ run }) => run === picked)
}

/** A run of that name that is not deleted; `latest` means another one there. */
async function keptRun(lab: Lab, name: string): Promise<RunSummary | undefined> {
  return name === 'latest' ? undefined : pickRun((await lab.listRuns({})).runs, name)
}

/** @throws LabError 'not-found' */
async function requireTrashed(lab: Lab, runs: readonly TrashedRun[], name: string): Promise<TrashedRun> {
  const found = pickTrashed(runs, name)
  if (found !== undefined) return found
  const kept = await keptRun(lab, name)
  if (kept === undefined) throw notInTrash(runs, name)
  throw new LabError(
    'not-found',
    `Run #${kept.number} “${kept.name}” is not in the trash, and only deleted runs can be removed for good.`,
    `Delete it first: ${ownCommand} runs delete ${kept.number}`
  )
}

function notInTrash(runs: readonly TrashedRun[], name: string): LabError {
  return new LabError(
    'not-found',
    `No run in the trash is called “${name.slice(0, 80)}”.`,
    runs.length === 0 ? nothingThere : `List the trash: ${ownCommand} runs trash`
  )
}

const countRuns = (count: number): string => `${count} ${count === 1 ? 'run' : 'runs'}`
