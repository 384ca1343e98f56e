import { Command } from 'commander'
import { LabError } from '../../core/base/lab-error'
import { ownCommand } from '../../core/base/own-command'
import { parseInput } from '../../core/base/parse-input'
import { z } from '../../core/base/schema'
import type { StudySummary } from '../../lab/contract/study'
import { withSession, type CommandContext, type Session } from '../console/session'
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
  const agreed = yes || (await confirmDeletion(session, summary))
  if (agreed) await lab.deleteStudy({ studyId })
  if (json) terminal.printJson(agreed ? { studyId } : {})
  else if (agreed) terminal.print(studyId)
  terminal.say(agreed ? `Deleted. Its runs stay; see: ${ownCommand} runs` : 'Nothing was deleted.')
}

/**
 * @returns whether the answer is yes
 * @throws LabError 'invalid-input' where nobody can be asked; InterruptedError
 */
async function confirmDeletion(
  { ask, interruption }: Session,
  { number, name }: StudySummary
): Promise<boolean> {
  const what = `study ${number} “${name}”`
  if (ask === undefined) {
    throw new LabError(
      'invalid-input',
      `Deleting ${what} cannot be undone, and there is no terminal to ask you.`,
      'To delete without being asked, add --yes.'
    )
  }
  const yes = await ask(
    `Delete ${what} and its results? Its runs stay. This cannot be undone.`,
    interruption.signal
  )
  interruption.throwIfInterrupted()
  return yes
}
