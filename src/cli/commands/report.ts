import { Command, Option } from 'commander'
import { parseInput } from '../../core/base/parse-input'
import { z } from '../../core/base/schema'
import { findRun, runArgument } from '../parts/find-run'
import { withSession, type CommandContext } from '../console/session'
import { outputOption, writeOutput } from '../parts/write-output'
import { jsonFlag, jsonOption } from './json-option'

const formats = ['html', 'json', 'csv'] as const
const reportOptions = jsonFlag.extend({ format: z.enum(formats), output: z.string().optional() })

export function reportCommand(context: CommandContext): Command {
  return new Command('report')
    .description('Export a run’s report: accuracy, confusion matrix, loss curve, settings, versions.')
    .argument('<run>', runArgument)
    .addOption(new Option('--format <format>', 'format of the report').choices(formats).default('html'))
    .addOption(outputOption())
    .addOption(jsonOption('where the report was written'))
    .action(async (run: string, options: unknown) => {
      const { format, output, json } = parseInput(reportOptions, options, 'The command')
      await withSession(context, { json }, async (session) => {
        const { runId } = await findRun(session.lab, run)
        const { file } = await session.lab.exportReport({ runId, format })
        await writeOutput(session, output, file.fileName, Buffer.from(file.content, 'base64'))
      })
    })
}
