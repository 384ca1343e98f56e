import { Command, Option } from 'commander'
import { LabError } from '../../core/base/lab-error'
import { parseInput } from '../../core/base/parse-input'
import { z } from '../../core/base/schema'
import { notesChange } from '../../core/run-table/notes-change'
import { noNotes, type RunNotes } from '../../core/run-table/run-notes'
import { withSession, type CommandContext, type Session } from '../console/session'
import { findRun, runArgument } from '../parts/find-run'
import { jsonFlag, jsonOption } from './json-option'

const noteOptions = jsonFlag.extend({
  star: z.boolean().optional(),
  note: z.string().optional(),
  tag: z.array(z.string()).optional(),
  untag: z.array(z.string()).optional(),
  /** False: out of its group. */
  group: z.union([z.string(), z.literal(false)]).optional()
})

const collect = (value: string, before: string[] | undefined): string[] => [...(before ?? []), value]

export function noteCommand(context: CommandContext): Command {
  return new Command('note')
    .description(
      'Note something about a run: a star, tags, a group, a note. Without options, show what is noted.'
    )
    .argument('<run>', runArgument)
    .addOption(new Option('--star', 'give it a star'))
    .addOption(new Option('--no-star', 'take the star away'))
    .option('--tag <tag>', 'add a tag; may be given several times', collect)
    .option('--untag <tag>', 'take a tag away; may be given several times', collect)
    .addOption(new Option('--group <name>', 'put it into a group'))
    .addOption(new Option('--no-group', 'take it out of its group'))
    .addOption(new Option('--note <text>', 'the note, in place of the one before; "" removes it'))
    .addOption(jsonOption('what is noted'))
    .action(async (name: string, given: unknown) => {
      const options = parseInput(noteOptions, given, 'The command')
      await withSession(context, options, (session) => noteRun(session, name, options))
    })
}

async function noteRun(
  { lab, terminal, json }: Session,
  name: string,
  { star, note, tag, untag, group }: z.infer<typeof noteOptions>
): Promise<void> {
  const { runId } = await findRun(lab, name)
  const wanted = { star, note, tag, untag, group: group === false ? null : group }
  const given = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined))
  if (Object.keys(given).length > 0) {
    const change = parseInput(notesChange, given, 'The notes')
    const { failed } = await lab.setRunNotes({ runIds: [runId], change })
    for (const { error } of failed) throw LabError.fromData(error)
  }
  const { notes = noNotes, notesProblem } = await findRun(lab, runId)
  if (notesProblem !== undefined) throw LabError.fromData(notesProblem)
  if (json) terminal.printJson({ runId, ...notes })
  else for (const line of notesLines(notes)) terminal.print(line)
}

function notesLines({ star, note, tags, group }: RunNotes): string[] {
  const lines = [
    ...(star ? ['★'] : []),
    ...(tags.length === 0 ? [] : [`Tags: ${tags.join(', ')}`]),
    ...(group === undefined ? [] : [`Group: ${group}`]),
    ...(note === '' ? [] : note.split('\n'))
  ]
  return lines.length === 0 ? ['Nothing is noted.'] : lines
}
