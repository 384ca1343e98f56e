import { Command, Option } from 'commander'
import { LabError } from '../../core/base/lab-error'
import { parseInput } from '../../core/base/parse-input'
import { readWholeNumber } from '../../core/base/read-number'
import { z } from '../../core/base/schema'
import { networkFormatId, networkFormatIds, networkFormats } from '../../core/exchange/network-formats'
import { decodeCheckpointFiles } from '../../lab/checkpoint/decode-checkpoint-files'
import { findRun, runArgument } from '../parts/find-run'
import { withSession, type CommandContext, type Session } from '../console/session'
import { writeModelFolder } from '../parts/write-model-folder'
import { freeName, isStdout, outputOption, sayWritten, writeOutput } from '../parts/write-output'
import { jsonFlag, jsonOption } from './json-option'

const ownFormats = ['checkpoint', 'model'] as const
const formats = [...ownFormats, ...networkFormatIds] as const
const exportOptions = jsonFlag.extend({
  format: z.union([z.enum(ownFormats), networkFormatId]),
  step: z
    .string()
    .transform(readWholeNumber)
    .pipe(z.int('--step must be a whole number').min(0, '--step must be a whole number from 0'))
    .optional(),
  average: z.boolean().default(false),
  preprocessing: z.boolean().default(false),
  output: z.string().optional()
})
type ExportOptions = z.infer<typeof exportOptions>

export function exportCommand(context: CommandContext): Command {
  return new Command('export')
    .description('Save a checkpoint of a run, for Tenfold or for another program.')
    .argument('<run>', runArgument)
    .addOption(new Option('--format <format>', 'what to write').choices(formats).default('checkpoint'))
    .option('--step <n>', 'the checkpoint at this step (default: the run’s result)')
    .option('--average', 'the moving average of the weights, where the run keeps one')
    .option(
      '--preprocessing',
      'of onnx, keras and h5: take images as image libraries give them, pixels from 0 to 255 with the channels last'
    )
    .addOption(outputOption())
    .addOption(jsonOption('where it was written'))
    .addHelpText('after', `\nFormats:\n${describeFormats()}`)
    .action(async (run: string, given: unknown) => {
      const options = parseInput(exportOptions, given, 'The command')
      await withSession(context, { json: options.json }, async (session) => {
        const { runId } = await findRun(session.lab, run)
        await (options.format === 'checkpoint' || options.format === 'model'
          ? saveOwn(session, runId, options)
          : saveForOthers(session, runId, { ...options, format: options.format }))
      })
    })
}

function describeFormats(): string {
  const texts = {
    checkpoint: 'one self-contained .tenfold.json file, from which Tenfold trains on exactly',
    model: 'a folder that tf.loadLayersModel of TensorFlow.js reads'
  }
  return [
    ...ownFormats.map((id) => `  ${id}: ${texts[id]}`),
    ...networkFormatIds.map((id) => `  ${id}: ${networkFormats[id].about}`)
  ].join('\n')
}

async function saveForOthers(
  session: Session,
  runId: string,
  {
    format,
    step,
    average,
    preprocessing,
    output
  }: ExportOptions & { readonly format: z.infer<typeof networkFormatId> }
): Promise<void> {
  const { file } = await session.lab.exportNetwork({
    runId,
    format,
    averaged: average,
    preprocessing,
    ...(step === undefined ? {} : { step })
  })
  await writeOutput(session, output, file.fileName, Buffer.from(file.content, 'base64'))
}

async function saveOwn(
  session: Session,
  runId: string,
  { format, step, average, preprocessing, output }: ExportOptions
): Promise<void> {
  if (preprocessing) {
    throw new LabError(
      'invalid-input',
      `The format ${format} cannot hold the preprocessing.`,
      'Leave --preprocessing out, or give --format onnx.'
    )
  }
  if (average) {
    throw new LabError(
      'invalid-input',
      `The format ${format} holds the weights and, where the run keeps one, their average too.`,
      'Leave --average out, or choose another --format.'
    )
  }
  const { file } = await session.lab.saveCheckpoint({ runId, ...(step === undefined ? {} : { step }) })
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
}
