import { Command, Option } from 'commander'
import { LabError } from '../../core/base/lab-error'
import { parseInput } from '../../core/base/parse-input'
import { z } from '../../core/base/schema'
import { decodeCheckpointFiles } from '../../lab/checkpoint/decode-checkpoint-files'
import { findRun, runArgument } from '../parts/find-run'
import { withSession, type CommandContext } from '../console/session'
import { writeModelFolder } from '../parts/write-model-folder'
import { freeName, isStdout, outputOption, sayWritten, writeOutput } from '../parts/write-output'
import { jsonFlag, jsonOption } from './json-option'

const formats = ['checkpoint', 'model'] as const
const exportOptions = jsonFlag.extend({ format: z.enum(formats), output: z.string().optional() })

export function exportCommand(context: CommandContext): Command {
  return new Command('export')
    .description('Save a run’s latest checkpoint.')
    .argument('<run>', runArgument)
    .addOption(
      new Option(
        '--format <format>',
        'checkpoint: one self-contained .tenfold.json file; model: a folder that tf.loadLayersModel reads'
      )
        .choices(formats)
        .default('checkpoint')
    )
    .addOption(outputOption())
    .addOption(jsonOption('where it was written'))
    .action(async (run: string, options: unknown) => {
      const { format, output, json } = parseInput(exportOptions, options, 'The command')
      await withSession(context, { json }, async (session) => {
        const { runId } = await findRun(session.lab, run)
        const { file } = await session.lab.saveCheckpoint({ runId })
        const bytes = Buffer.from(file.content, 'base64')
        if (format === 'checkpoint') {
          await writeOutput(session, output, file.fileName, bytes)
          return
        }
        if (output !== undefined && isStdout(output)) {
          throw new LabError(
            'invalid-input',
            'A model is a folder, so it cannot be written to stdout.',
            'Give --output a path.'
          )
        }
        const folder = output ?? (await freeName(file.fileName.replace(/\.tenfold\.json$/, '')))
        await writeModelFolder(folder, decodeCheckpointFiles([{ name: file.fileName, bytes }]))
        sayWritten(session, folder)
      })
    })
}
