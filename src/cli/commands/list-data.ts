import { Command } from 'commander'
import { assertNever } from '../../core/base/assert-never'
import { ownCommand } from '../../core/base/own-command'
import { parseInput } from '../../core/base/parse-input'
import { formatCount } from '../../core/format/format-number'
import type { DatasetStatus } from '../../lab/contract/dataset-status'
import { type CommandContext, withSession } from '../console/session'
import { formatTable } from '../console/table'
import { jsonFlag, jsonOption } from './json-option'

export function listDataCommand(context: CommandContext): Command {
  return new Command('list')
    .description('List the data sets: id, name, classes, images and size.')
    .addOption(jsonOption('the data sets'))
    .action(async (options: unknown) => {
      const { json } = parseInput(jsonFlag, options, 'The command')
      await withSession(context, { json }, async ({ lab, terminal }) => {
        const { datasets, unreadable } = await lab.listDatasets({})
        if (json) {
          terminal.printJson({ datasets, unreadable })
          return
        }
        const titles = ['id', 'name', 'state', 'classes', 'training', 'test', 'image']
        for (const line of formatTable(titles, datasets.map(rowOf))) terminal.print(line)
        for (const { id, problem } of unreadable)
          terminal.say(`${id} cannot be read: ${problem.message} ${problem.hint}`)
        terminal.say(`Train on one of them with: ${ownCommand} train --data <id>`)
      })
    })
}

function rowOf(status: DatasetStatus): string[] {
  const { id, name, classes, shape, splits } = status.info
  return [
    id,
    name,
    stateOf(status),
    formatCount(classes.length),
    formatCount(splits.train.images),
    formatCount(splits.test.images),
    shape.join(' × ')
  ]
}

function stateOf({ state }: DatasetStatus): string {
  switch (state) {
    case 'ready':
      return 'ready'
    case 'absent':
      return 'not downloaded'
    case 'downloading':
      return 'downloading'
    case 'failed':
      return 'damaged'
    default:
      return assertNever(state)
  }
}
