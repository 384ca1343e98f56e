import { ownCommand } from '../../core/base/own-command'
import { Command } from 'commander'
import { describeRates } from '../../core/run/describe-rates'
import { describeSelection } from '../../core/run/describe-selection'
import { accuracy } from '../../core/run/evaluation'
import { otherResultNames, otherResults } from '../../core/run/other-results'
import type { Evaluated } from '../../core/run/run-evaluations'
import { describeLineage } from '../../core/run/describe-lineage'
import { describeArithmetics } from '../../core/run/describe-arithmetics'
import { formatLoss } from '../../core/format/format-loss'
import { parseInput } from '../../core/base/parse-input'
import { damageLine } from '../../core/run/damage-line'
import { foldRun, newRun } from '../../core/run/run-state'
import { formatLogLine } from '../../core/training/running-loss'
import type { RunSummary } from '../../lab/contract/contract'
import { accuracyDocument, accuracyLines } from '../console/accuracy-lines'
import { findAnyRun, findRun, runArgument } from '../parts/find-run'
import { localTime } from '../console/local-time'
import { formatBytesInTenths } from '../../core/format/format-bytes'
import { formatCount, formatPercent } from '../../core/format/format-number'
import { runStatus } from '../console/run-status'
import { settingsLine } from '../parts/settings-line'
import { withSession, type CommandContext, type Session } from '../console/session'
import { formatTable } from '../console/table'
import { jsonFlag, jsonOption } from './json-option'
import { trashCommands } from './trash'

export function runsCommand(context: CommandContext): Command {
  const inSession =
    (run: (session: Session, name: string) => Promise<void>) =>
    async (name: string, options: unknown): Promise<void> => {
      const { json } = parseInput(jsonFlag, options, 'The command')
      await withSession(context, { json }, (session) => run(session, name))
    }
  const runs = new Command('runs').description('List, show, delete and take over runs; open the trash.')
  runs
    .command('list', { isDefault: true })
    .description('List all runs, the latest first.')
    .addOption(jsonOption('the runs'))
    .action((options: unknown) => inSession(listRuns)('', options))
  runs
    .command('show')
    .description('Show one run: its settings, its log, its test.')
    .argument('<run>', runArgument)
    .addOption(jsonOption('the run and all its events'))
    .action(inSession(showRun))
  runs
    .command('delete')
    .description('Move a run to the trash of the data folder.')
    .argument('<run>', runArgument)
    .addOption(jsonOption('its id'))
    .action(inSession(deleteRun))
  for (const command of trashCommands(context)) runs.addCommand(command)
  runs
    .command('take-over')
    .description('Take over a run that seems to be in training elsewhere, if you know that it is not.')
    .argument('<run>', runArgument)
    .addOption(jsonOption('its id'))
    .action(inSession(takeOverRun))
  return runs
}

async function listRuns({ lab, terminal, json }: Session): Promise<void> {
  const { runs } = await lab.listRuns({})
  const latestFirst = [...runs].sort((a, b) => b.number - a.number)
  if (json) {
    terminal.printJson(latestFirst)
    return
  }
  if (runs.length === 0) {
    terminal.say(`There are no runs yet. Train one: ${ownCommand} train`)
    return
  }
  const head = ['run', 'name', 'status', 'steps', 'batch', 'loss', 'accuracy', 'created', 'id']
  for (const line of formatTable(head, latestFirst.map(cells))) terminal.print(line)
}

function cells(run: RunSummary): string[] {
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

async function showRun({ lab, terminal, json }: Session, name: string): Promise<void> {
  const { runId } = await findRun(lab, name)
  const { summary, events } = await lab.getRun({ runId })
  const state = foldRun(newRun, events)
  if (json) {
    terminal.printJson({
      summary,
      events,
      evaluation: state.evaluation === undefined ? null : accuracyDocument(resultOf(state.evaluation)),
      mirrored:
        state.mirroredEvaluation === undefined
          ? null
          : accuracyDocument({ ...resultOf(state.mirroredEvaluation), mirrored: true })
    })
    return
  }
  const { config, status } = state
  terminal.print(`#${summary.number} ${summary.name} (${runId}): ${runStatus(summary)}`)
  if ('error' in status) terminal.print(`${status.error.message} ${status.error.hint}`)
  if (state.lineage.length > 0) terminal.print(describeLineage(state.lineage))
  if (config !== undefined) terminal.print(settingsLine(config))
  if (state.learningRates.length > 1) {
    terminal.print(`Learning rate, changed on the way: ${describeRates(state.learningRates)}`)
  }
  if (state.device !== undefined) terminal.print(`${state.device.label} (${state.device.description})`)
  const arithmetic = describeArithmetics(state.arithmetics)
  if (arithmetic !== undefined) terminal.print(`Arithmetic: ${arithmetic}`)
  if (state.choice !== undefined) terminal.print(`Engine ${state.choice.engine}: ${state.choice.reason}`)
  if (summary.checkpointBytes !== undefined) {
    const count = state.checkpoints.length
    terminal.print(
      `${count} ${count === 1 ? 'checkpoint' : 'checkpoints'}, ${formatBytesInTenths(summary.checkpointBytes)}`
    )
  }
  for (const damaged of state.damagedCheckpoints) terminal.print(damageLine(damaged))
  for (const line of state.log) terminal.print(formatLogLine(line))
  if (state.selected !== undefined) terminal.print(describeSelection(state.selected, state))
  if (state.evaluation === undefined) return
  for (const line of accuracyLines({ evaluation: state.evaluation.result })) terminal.print(line)
  for (const { kind, evaluation } of otherResults(state)) {
    terminal.print(`Accuracy, ${otherResultNames[kind]}: ${formatPercent(accuracy(evaluation))}`)
  }
}

const resultOf = ({ result, averaged }: Evaluated) => ({ evaluation: result, averaged })

async function deleteRun({ lab, terminal, json }: Session, name: string): Promise<void> {
  const { runId } = await findRun(lab, name)
  await lab.deleteRun({ runId })
  if (json) terminal.printJson({ runId })
  else terminal.print(runId)
  terminal.say(`Moved to the trash. Bring it back with: ${ownCommand} runs restore ${runId}`)
}

async function takeOverRun({ lab, terminal, json }: Session, name: string): Promise<void> {
  const { run, inTrash } = await findAnyRun(lab, name)
  const { runId, number } = run
  await lab.takeOverRun({ runId })
  if (json) terminal.printJson({ runId })
  else terminal.print(runId)
  terminal.say(
    inTrash
      ? `Taken over. The run is in the trash. Bring it back with: ${ownCommand} runs restore ${number}`
      : `Taken over. Continue with: ${ownCommand} train --resume ${number}`
  )
}
