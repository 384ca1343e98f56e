import { parseInput } from '../base/parse-input'
import { z } from '../base/schema'
import { mostTags, noteText, runGroup, runNotes, runTag, type RunNotes } from './run-notes'

/** A change of some of the notes; what is left out stays as it is. It can be made to several runs at once. */
export const notesChange = z
  .object({
    star: z.boolean(),
    note: noteText,
    /** Tags that the runs get, and tags that they lose. */
    tag: z.array(runTag).max(mostTags),
    untag: z.array(runTag).max(1000),
    /** Null takes the runs out of their group. */
    group: runGroup.nullable()
  })
  .partial()
export type NotesChange = z.infer<typeof notesChange>

/** @throws LabError 'invalid-input' where the run would have too many tags */
export function applyNotesChange(notes: RunNotes, change: NotesChange): RunNotes {
  const { star = notes.star, note = notes.note, tag = [], untag = [] } = change
  const group = change.group === undefined ? notes.group : (change.group ?? undefined)
  const tags = [...new Set([...notes.tags, ...tag])].filter(
    (one) => !untag.includes(one) || tag.includes(one)
  )
  return parseInput(runNotes, { star, note, tags, ...(group === undefined ? {} : { group }) }, 'The notes')
}
