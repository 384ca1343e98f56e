import { ownCommand } from '../../core/base/own-command'
import { Command } from 'commander'
import { datasetLabel } from '../../core/data/dataset-id'
import { describeRates } from '../../core/run/describe-rates'
import { describeSelection } from '../../core/run/describe-selection'
import { accuracy } from '../../core/run/evaluation'
import { otherResultNames, otherResults } from '../../core/run/other-results'
import type { Evaluated } from '../../core/run/run-evaluations'
import { describeLineage } from '../../core/run/describe-lineage'
import { describeArithmetics } from '../../core/run/describe-arithmetics'
import { damageLine } from '../../core/run/damage-line'
import { foldRun, newRun } from '../../core/run/run-state'
import { formatLogLine } from '../../core/training/running-loss'
import { accuracyDocument, accuracyLines } from '../console/accuracy-lines'
import { datasetOfRun } from '../parts/dataset-of-run'
import { findAnyRun, findRun, runArgument } from '../parts/find-run'
import { formatBytesInTenths } from '../../core/format/format-bytes'
import { formatPercent } from '../../core/format/format-number'
import { runStatus } from '../console/run-status'
import { loadedLine } from '../parts/loaded-line'
import { settingsLine } from '../parts/settings-line'
import type { CommandContext, Session } from '../console/session'
import { jsonOption } from './json-option'
import { onNamed } from './on-named'
import { listCommand } from './list-runs'
import { noteCommand } from './note-run'
import { trashCommands } from './trash'

export function runsCommand(context: CommandContext): Command {
  const runs = new Command('runs').description('List, show, note, delete and take over runs; open the trash.')
  runs.addCommand(listCommand(context), { isDefault: true })
  runs
    .command('show')
    .description('Show one run: its settings, its log, its test.')
    .argument('<run>', runArgument)
    .addOption(jsonOption('the run and all its events'))
    .action(onNamed(context, showRun))
  runs
    .command('delete')
    .description('Move a run to the trash of the data folder.')
    .argument('<run>', runArgument)
    .addOption(jsonOption('its id'))
    .action(onNamed(context, deleteRun))
  runs.addCommand(noteCommand(context))
  for (const command of trashCommands(context)) runs.addCommand(command)
  runs
    .command('take-over')
    .description('Take over a run that seems to be in training elsewhere, if you know that it is not.')
    .argument('<run>', runArgument)
    .addOption(jsonOption('its id'))
    .action(onNamed(context, takeOverRun))
  return runs
}

async function showRun({ lab, terminal, json }: Session, name: string): Promise<void> {
  const { runId } = await findRun(lab, name)
  const { summary, events } = await lab.getRun({ runId })
  const state = foldRun(newRun, events)
  const here = (await datasetOfRun(lab, summary))?.info
  if (json) {
    terminal.printJson({
      summary,
      dataset: summary.dataset === undefined ? null : { ...summary.dataset, id: here?.id ?? null },
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
  if (here !== undefined) terminal.print(`Data set: ${here.name} (${here.id})`)
  else if (summary.dataset !== undefined)
    terminal.print(`Data set: ${datasetLabel(summary.dataset)}, not in this data folder`)
  if (config !== undefined) terminal.print(loadedLine(state, events) ?? settingsLine(config))
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
