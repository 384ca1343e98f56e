import { Command } from 'commander'
import { LabError } from '../../core/lab-error'
import { parseInput } from '../../core/parse-input'
import { accuracyDocument, accuracyLines } from '../accuracy-lines'
import { ensureDataset } from '../ensure-dataset'
import { evaluateRun } from '../evaluate-run'
import { findRun, runArgument } from '../find-run'
import { readCheckpointFiles } from '../read-checkpoint-files'
import { withSession, type CommandContext, type Session } from '../session'
import { jsonFlag, jsonOption } from './json-option'

export function evaluateCommand(context: CommandContext): Command {
  return new Command('evaluate')
    .description('Test a trained network on the test images.')
    .argument('<network>', `a run (${runArgument}), a .tenfold.json file, or a model folder`)
    .addOption(jsonOption('the result'))
    .addHelpText('after', '\nA file or a folder is taken in as a run of its own.')
    .action(async (network: string, options: unknown) => {
      const { json } = parseInput(jsonFlag, options, 'The command')
      await withSession(context, { json }, async (session) => {
        const runId = await runOf(session, network)
        await ensureDataset(session, { source: 'auto' })
        const evaluation = await evaluateRun(session, runId)
        if (json) session.terminal.printJson({ runId, ...accuracyDocument(evaluation) })
        else for (const line of accuracyLines(evaluation)) session.terminal.print(line)
      })
    })
}

/** Files win over runs where a name could be both. */
async function runOf({ lab, terminal }: Session, network: string): Promise<string> {
  const files = await readCheckpointFiles(network)
  if (files === undefined && /[./\\]/.test(network)) {
    throw new LabError(
      'not-found',
      `There is no file or folder “${network}”.`,
      'Check the path. A run is named by its number, its id or “latest”.'
    )
  }
  if (files === undefined) return (await findRun(lab, network)).runId
  const { runId } = await lab.loadCheckpoint({ files })
  const { summary } = await lab.getRun({ runId })
  terminal.say(`Taken in as run #${summary.number} (${runId}).`)
  return runId
}
