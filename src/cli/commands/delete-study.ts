import { Command } from 'commander'
import { ownCommand } from '../../core/base/own-command'
import { parseInput } from '../../core/base/parse-input'
import { z } from '../../core/base/schema'
import { withSession, type CommandContext, type Session } from '../console/session'
import { confirm } from '../parts/confirm'
import { findStudy, studyArgument } from '../parts/find-study'
import { jsonFlag, jsonOption } from './json-option'
import { yesOption } from './yes-option'

const deletionOptions = jsonFlag.extend({ yes: z.boolean().default(false) })

export function deleteStudyCommand(context: CommandContext): Command {
  return new Command('delete')
    .description('Delete a study. Its runs stay.')
    .argument('<study>', studyArgument)
    .addOption(yesOption())
    .addOption(jsonOption('its id'))
    .action(async (name: string, options: unknown) => {
      const { json, yes } = parseInput(deletionOptions, options, 'The command')
      await withSession(context, { json }, (session) => deleteStudy(session, name, yes))
    })
}

async function deleteStudy(session: Session, name: string, yes: boolean): Promise<void> {
  const { lab, terminal, json } = session
  const summary = await findStudy(lab, name)
  const { studyId } = summary
  const what = `study ${summary.number} “${summary.name}”`
  const agreed =
    yes ||
    (await confirm(session, {
      question: `Delete ${what} and its results? Its runs stay.`,
      doing: `Deleting ${what}`,
      verb: 'delete'
    }))
  if (agreed) await lab.deleteStudy({ studyId })
  if (json) terminal.printJson(agreed ? { studyId } : {})
  else if (agreed) terminal.print(studyId)
  terminal.say(agreed ? `Deleted. Its runs stay; see: ${ownCommand} runs` : 'Nothing was deleted.')
}
