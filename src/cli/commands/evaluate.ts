import path from 'node:path'
import { Command } from 'commander'
import { describeOtherData } from '../../core/compare/accuracy-difference'
import { type DatasetId, datasetLabel } from '../../core/data/dataset-id'
import { LabError } from '../../core/base/lab-error'
import { parseInput } from '../../core/base/parse-input'
import { pixelNames } from '../../core/exchange/pixel-scales'
import { foldRun, newRun } from '../../core/run/run-state'
import { z } from '../../core/base/schema'
import { readNetworkApart } from '../../lab/exchange/apart/read-network-apart'
import type { MethodInput, MethodOutput } from '../../lab/contract/contract'
import { accuracyDocument, accuracyLines } from '../console/accuracy-lines'
import { givenAnswers, givenPixels } from '../parts/given-answers'
import { sayAssumed, sayLabels } from '../parts/say-assumed'
import { sayPixels } from '../parts/say-pixels'
import { dataOption } from '../parts/data-option'
import { datasetOfRun } from '../parts/dataset-of-run'
import { ensureDataset } from '../parts/ensure-dataset'
import { sayUnrecorded, showEvaluation } from '../parts/show-evaluation'
import { findRun, runArgument } from '../parts/find-run'
import { userPath } from '../../lab/storage/user-path'
import { readCheckpointFiles } from '../parts/read-checkpoint-files'
import { withSession, type CommandContext, type Session } from '../console/session'
import { jsonFlag, jsonOption } from './json-option'

const evaluateOptions = jsonFlag.extend({
  channels: z.string().optional(),
  classNames: z.string().optional(),
  data: z.string().optional(),
  mirrored: z.boolean().default(false),
  network: z.string().optional(),
  pixels: z.string().optional()
})

export function evaluateCommand(context: CommandContext): Command {
  return new Command('evaluate')
    .description('Test a trained network on the test images.')
    .argument(
      '<network>',
      `a run (${runArgument}), a .tenfold.json file, a model folder or the model.json in it, a .pth, .safetensors, .onnx, .keras or .h5 file, or a .zip archive with one of these`
    )
    .addOption(dataOption('the run’s own, or CIFAR-10 where the network is from a file that names none'))
    .option(
      '--pixels <low..high>',
      `the pixel range that a network from a file expects, such as 0..1, or ${pixelNames.join(' or ')} (default: what the file says, or else what is usual for such a file)`
    )
    .option(
      '--channels <order>',
      'the order in which a network from a file takes the colours: rgb, or bgr as OpenCV and Caffe read images (default: rgb)'
    )
    .option(
      '--class-names <file>',
      'a text file with the names of the classes, one on each line in the order of the network’s scores (default: what the network’s file says, or the names of the data set)'
    )
    .option(
      '--network <id>',
      'the network that a file of weights alone belongs to, where that is not clear: a preset or a run’s id'
    )
    .option(
      '--mirrored',
      'average the scores of each image with those of its mirror image; the run keeps both results'
    )
    .addOption(jsonOption('the result'))
    .addHelpText('after', '\nA file or a folder becomes a run of its own.')
    .action(async (network: string, options: unknown) => {
      const {
        json,
        data,
        mirrored,
        network: own,
        pixels: given,
        ...answered
      } = parseInput(evaluateOptions, options, 'The command')
      const chosen = given === undefined ? undefined : givenPixels(given)
      const answers = await givenAnswers(answered)
      await withSession(context, { json }, async (session) => {
        const { runId, evaluation, averaged, dataset, unkept, file } = await evaluate(session, network, {
          ...(data === undefined ? {} : { dataset: data }),
          pixels: chosen,
          mirrored,
          ...(own === undefined ? {} : { fit: { network: own } }),
          ...(answers === undefined ? {} : { answers })
        })
        const results = { evaluation, averaged, mirrored }
        const pixels = await sayPixels(session, runId, { file, dataset: data })
        session.terminal.say(`Evaluated on ${datasetLabel(dataset)}.`)
        await sayDifference(session, runId, dataset)
        if (json)
          session.terminal.printJson({
            runId,
            dataset,
            pixels,
            recorded: unkept === undefined,
            ...accuracyDocument(results)
          })
        else for (const line of accuracyLines(results)) session.terminal.print(line)
        if (unkept !== undefined) sayUnrecorded(session, unkept)
      })
    })
}

/** How another data set's result differs from the run's own. */
async function sayDifference({ lab, terminal }: Session, runId: string, dataset: DatasetId): Promise<void> {
  const { events } = await lab.getRun({ runId })
  const { evaluation: own, otherEvaluation: other } = foldRun(newRun, events)
  if (own?.dataset === undefined || other?.dataset?.hash !== dataset.hash) return
  terminal.say(
    describeOtherData(
      { name: own.dataset.name, result: own.result },
      { name: dataset.name, result: other.result }
    )
  )
}

/** Makes sure that the images are here. What belongs to a data set that is not here is refused by the lab. */
async function ensureOne(
  session: Session,
  dataset: string | undefined,
  own: DatasetId | undefined
): Promise<void> {
  if (dataset !== undefined || own === undefined) await ensureDataset(session, { source: 'auto', dataset })
}

/** Pixels are a run's from then on, and those of a network's file one answer among others. */
type Asked = Omit<MethodInput<'evaluateCheckpoint'>, 'files'> & Pick<MethodInput<'evaluateRun'>, 'pixels'>

/** Files win over runs where a name could be both. */
async function evaluate(
  session: Session,
  network: string,
  { fit, answers: others, pixels, ...options }: Asked
): Promise<MethodOutput<'evaluateCheckpoint'> & { readonly file?: string | undefined }> {
  const { lab, terminal, outFolder } = session
  const files = await readCheckpointFiles(userPath(network))
  if (files === undefined && /[./\\]/.test(network)) {
    throw new LabError(
      'not-found',
      `The file or folder “${network}” does not exist.`,
      'Check the path. To name a run, give its number, its id or “latest”.'
    )
  }
  if (files === undefined) {
    if (others !== undefined) throw answersOfRun(network)
    const run = await findRun(lab, network)
    const { runId } = run
    await ensureOne(session, options.dataset ?? (await datasetOfRun(lab, run))?.info.id, run.dataset)
    const result = await showEvaluation(session, () => lab.evaluateRun({ runId, pixels, ...options }))
    return { runId, known: true, ...result }
  }
  const answers = pixels === undefined ? others : { ...others, pixels }
  // A bad file is refused before the data set is downloaded for it.
  const read = await readNetworkApart(path.join(outFolder, 'main', 'decoder.cjs'))(
    files.map(({ name, content }) => ({ name, bytes: Buffer.from(content, 'base64') }))
  )
  const dataset = read.kind === 'whole' ? read.checkpoint.dataset : undefined
  await ensureOne(session, options.dataset ?? (await datasetOfRun(lab, { dataset }))?.info.id, dataset)
  const said = { ...(fit === undefined ? {} : { fit }), ...(answers === undefined ? {} : { answers }) }
  const command = options.dataset === undefined ? network : `${network} --data ${options.dataset}`
  if (answers?.classes === undefined) sayLabels(terminal, read.labels, command)
  const result = await showEvaluation(session, () => lab.evaluateCheckpoint({ files, ...options, ...said }))
  const { summary } = await lab.getRun({ runId: result.runId })
  terminal.say(
    result.known
      ? `The same files are already run #${summary.number} (${result.runId}).`
      : `Loaded as run #${summary.number} (${result.runId}).`
  )
  await sayAssumed(session, read, {
    runId: result.runId,
    answers,
    command
  })
  return { ...result, file: read.kind === 'whole' ? read.file : undefined }
}

function answersOfRun(network: string): LabError {
  return new LabError(
    'invalid-input',
    `“${network}” is a run, so the order of its colours and the names of its classes are known.`,
    'Give --channels and --class-names with the network’s file: it is loaded again with them.'
  )
}
