import { Command } from 'commander'
import { LabError } from '../../core/base/lab-error'
import { parseInput } from '../../core/base/parse-input'
import { shownText } from '../../core/base/shown-text'
import { z } from '../../core/base/schema'
import { type CommandContext, withSession } from '../console/session'
import { confirm } from '../parts/confirm'
import { dataArgument } from '../parts/data-option'
import { licenceOption } from '../parts/licence-option'
import { jsonFlag, jsonOption } from './json-option'
import { yesOption } from './yes-option'

const changeOptions = jsonFlag.extend({
  name: shownText('--name').optional(),
  licence: licenceOption
})
const deletionOptions = jsonFlag.extend({ yes: z.boolean().default(false) })

/** Gives a data set another name or licence. */
export function changeDataCommand(context: CommandContext): Command {
  return new Command('change')
    .description('Give a data set another name or licence. Its id stays.')
    .argument('<id>', dataArgument)
    .option('--name <name>', 'its new name')
    .option('--licence <text>', 'what its owner allows, and whom to name')
    .addOption(jsonOption('the data set'))
    .action(async (id: string, options: unknown) => {
      const { json, ...change } = parseInput(changeOptions, options, 'The command')
      if (change.name === undefined && change.licence === undefined)
        throw new LabError('invalid-input', 'Nothing would change.', 'Give --name, --licence or both.')
      await withSession(context, { json }, async ({ lab, terminal }) => {
        await lab.changeDataset({ dataset: id, ...change })
        const { info } = await lab.getDataset({ dataset: id })
        if (json) terminal.printJson(info)
        else terminal.print(`${info.id}: ${info.name}`)
      })
    })
}

export function deleteDataCommand(context: CommandContext): Command {
  return new Command('delete')
    .description('Delete a data set. Runs that were trained on it stay.')
    .argument('<id>', dataArgument)
    .addOption(yesOption())
    .addOption(jsonOption('its id'))
    .action(async (id: string, options: unknown) => {
      const { json, yes } = parseInput(deletionOptions, options, 'The command')
      await withSession(context, { json }, async (session) => {
        const { lab, terminal } = session
        const { info } = await lab.getDataset({ dataset: id })
        const { info: home } = await lab.getDataset({})
        const what = `the data set “${info.name}”`
        const agreed =
          yes ||
          // The lab refuses to delete this one, so there is nothing to ask.
          info.id === home.id ||
          (await confirm(session, {
            question: `Delete ${what} and its images? Its runs stay.`,
            doing: `Deleting ${what}`,
            verb: 'delete'
          }))
        if (agreed) await lab.deleteDataset({ dataset: id })
        if (json) terminal.printJson(agreed ? { id } : {})
        else if (agreed) terminal.print(id)
        terminal.say(agreed ? 'Deleted. Its runs stay.' : 'Nothing was deleted.')
      })
    })
}
