import { Command } from 'commander'
import { studyDocument } from '../../core/study/study-document'
import { ownCommand } from '../../core/base/own-command'
import { parseInput } from '../../core/base/parse-input'
import type { StudySummary } from '../../lab/contract/study'
import { localTime } from '../console/local-time'
import { withSession, type CommandContext, type Session } from '../console/session'
import { formatTable } from '../console/table'
import { findStudy, studyArgument } from '../parts/find-study'
import { followStudy } from '../parts/follow-study'
import { followTiming } from '../parts/follow-timing'
import { studyLines, studyStatus } from '../parts/study-lines'
import { deleteStudyCommand } from './delete-study'
import { jsonFlag, jsonOption } from './json-option'
import { onNamed } from './on-named'
import { startStudyCommand } from './start-study'

export function studyCommand(context: CommandContext): Command {
  const study = new Command('study').description(
    'Several runs that belong together: start, list, show, resume, take over and delete studies.'
  )
  study
    .command('list', { isDefault: true })
    .description('List the studies, the latest first.')
    .addOption(jsonOption('the studies'))
    .action(async (options: unknown) => {
      const { json } = parseInput(jsonFlag, options, 'The command')
      await withSession(context, { json }, listStudies)
    })
  study.addCommand(startStudyCommand(context))
  study
    .command('show')
    .description('Show what a study has found so far.')
    .argument('<study>', studyArgument)
    .addOption(jsonOption('the study and its results'))
    .action(onNamed(context, showStudy))
  study
    .command('resume')
    .description('Continue a study that was paused or interrupted. Nothing is trained twice.')
    .argument('<study>', studyArgument)
    .addOption(jsonOption('the study and its results, once it has ended,'))
    .action(onNamed(context, resumeStudy))
  study
    .command('take-over')
    .description(
      'Take a study that seems to be in training on another computer, or in a container, when you know that it is not.'
    )
    .argument('<study>', studyArgument)
    .addOption(jsonOption('its id'))
    .action(onNamed(context, takeOverStudy))
  study.addCommand(deleteStudyCommand(context))
  return study
}

async function listStudies({ lab, terminal, json }: Session): Promise<void> {
  const { studies } = await lab.listStudies({})
  if (json) {
    terminal.printJson(studies)
    return
  }
  if (studies.length === 0) {
    terminal.say(`There are no studies yet. Start one: ${ownCommand} study start --seeds 5`)
    return
  }
  const rows = studies.map((one) => [
    `#${one.number}`,
    one.name,
    studyStatus(one),
    one.total === 0 ? '' : String(one.total),
    one.createdAt === 0 ? '' : localTime(one.createdAt),
    one.studyId
  ])
  for (const line of formatTable(['study', 'name', 'status', 'runs', 'created', 'id'], rows))
    terminal.print(line)
}

async function showStudy({ lab, terminal, json }: Session, name: string): Promise<void> {
  const { studyId } = await findStudy(lab, name)
  const study = await lab.getStudy({ studyId })
  if (json) {
    terminal.printJson(studyDocument(study))
    return
  }
  const { summary } = study
  terminal.print(`#${summary.number} ${summary.name} (${studyId}): ${studyStatus(summary)}`)
  if ('problem' in summary.status && summary.status.problem !== undefined) {
    const { message, hint } = summary.status.problem
    terminal.print(`${message} ${hint}`)
  }
  for (const line of studyLines(study)) terminal.print(line)
  if (summary.status.kind === 'paused') {
    const { number } = summary
    terminal.say(`${leftOf(summary)} Continue with: ${ownCommand} study resume ${number}`)
  }
}

async function resumeStudy(session: Session, name: string): Promise<void> {
  const { lab, terminal, json } = session
  const summary = await findStudy(lab, name)
  const { studyId, number, status } = summary
  if (status.kind === 'finished') {
    terminal.say(`Study ${number} has finished, so there is nothing to resume. These are its results.`)
    const study = await lab.getStudy({ studyId })
    if (json) terminal.printJson(studyDocument(study))
    else for (const line of studyLines(study)) terminal.print(line)
    return
  }
  terminal.say(leftOf(summary))
  await followStudy(session, () =>
    followTiming(session, async () => {
      await lab.resumeStudy({ studyId })
      return studyId
    })
  )
}

/** `4 of 6 runs are left.` */
function leftOf({ total, finished, failed, skipped }: StudySummary): string {
  const left = total - finished - failed - skipped
  return `${left} of ${total} runs ${left === 1 ? 'is' : 'are'} left.`
}

async function takeOverStudy({ lab, terminal, json }: Session, name: string): Promise<void> {
  const { studyId, number } = await findStudy(lab, name)
  await lab.takeOverStudy({ studyId })
  if (json) terminal.printJson({ studyId })
  else terminal.print(studyId)
  terminal.say(`Taken over. Continue with: ${ownCommand} study resume ${number}`)
}
