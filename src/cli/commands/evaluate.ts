import { Command } from 'commander'
import type { Evaluation } from '../../core/evaluation'
import { LabError } from '../../core/lab-error'
import { parseInput } from '../../core/parse-input'
import { decodeCheckpointFiles } from '../../lab/checkpoint/decode-checkpoint-files'
import { accuracyDocument, accuracyLines } from '../accuracy-lines'
import { ensureDataset } from '../ensure-dataset'
import { evaluateRun, showEvaluation } from '../evaluate-run'
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
        const { runId, evaluation } = await evaluate(session, network)
        if (json) session.terminal.printJson({ runId, ...accuracyDocument(evaluation) })
        else for (const line of accuracyLines(evaluation)) session.terminal.print(line)
      })
    })
}

/** Files win over runs where a name could be both. */
async function evaluate(
  session: Session,
  network: string
): Promise<{ readonly runId: string; readonly evaluation: Evaluation }> {
  const { lab, terminal } = session
  const files = await readCheckpointFiles(network)
  if (files === undefined && /[./\\]/.test(network)) {
    throw new LabError(
      'not-found',
      `There is no file or folder “${network}”.`,
      'Check the path. A run is named by its number, its id or “latest”.'
    )
  }
  if (files === undefined) {
    const { runId } = await findRun(lab, network)
    await ensureDataset(session, { source: 'auto' })
    return { runId, evaluation: await evaluateRun(session, runId) }
  }
  // A bad file is refused before the data set is downloaded for it.
  decodeCheckpointFiles(files.map(({ name, content }) => ({ name, bytes: Buffer.from(content, 'base64') })))
  await ensureDataset(session, { source: 'auto' })
  const { runId, evaluation } = await showEvaluation(session, () => lab.evaluateCheckpoint({ files }))
  const { summary } = await lab.getRun({ runId })
  terminal.say(`Taken in as run #${summary.number} (${runId}).`)
  return { runId, evaluation }
}
