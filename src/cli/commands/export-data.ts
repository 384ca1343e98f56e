import { Command, Option } from 'commander'
import { LabError } from '../../core/base/lab-error'
import { parseInput } from '../../core/base/parse-input'
import { z } from '../../core/base/schema'
import { archiveEnding, type ExportForm, exportForm, exportForms } from '../../lab/contract/dataset-export'
import { type CommandContext, withSession } from '../console/session'
import { dataArgument } from '../parts/data-option'
import { followExport } from '../parts/follow-export'
import { freeName, isStdout, sayWritten } from '../parts/write-output'
import { jsonFlag, jsonOption } from './json-option'

const exportOptions = jsonFlag.extend({ as: exportForm, output: z.string().optional() })

export function exportDataCommand(context: CommandContext): Command {
  return new Command('export')
    .description('Write a data set as one file for another Tenfold, or as folders of PNG files.')
    .argument('<id>', dataArgument)
    .addOption(
      new Option(
        '--as <form>',
        `file: one ${archiveEnding} file, which “data import” reads; folder: train/ and test/ with a folder of PNG files for each class`
      )
        .choices(exportForms)
        .default('file')
    )
    .option('--output <path>', 'where nothing is yet (default: a free name in this folder)')
    .addOption(jsonOption('where it was written'))
    .action(async (id: string, options: unknown) => {
      const { as, output, json } = parseInput(exportOptions, options, 'The command')
      if (output !== undefined && isStdout(output)) throw noStdout(as)
      await withSession(context, { json }, async (session) => {
        const { info } = await session.lab.getDataset({ dataset: id })
        const target = output ?? (await freeName(as === 'file' ? `${info.id}${archiveEnding}` : info.id))
        const { path } = await followExport(session, () =>
          session.lab.exportDataset({ dataset: info.id, as, path: target })
        )
        sayWritten(session, path)
      })
    })
}

function noStdout(as: ExportForm): LabError {
  return new LabError(
    'invalid-input',
    as === 'file' ? 'A data set is not written to stdout.' : 'A folder cannot be written to stdout.',
    'Give --output a path.'
  )
}
