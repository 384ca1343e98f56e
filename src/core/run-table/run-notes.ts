import { controlCharacters } from '../base/control-characters'
import { shownText } from '../base/shown-text'
import { z } from '../base/schema'

export const mostTags = 20
export const mostNote = 2000

/** Without commas, which separate tags wherever people write several. */
export const runTag = shownText('a tag', 40).refine(
  (tag) => !tag.includes(','),
  'a tag cannot contain a comma'
)
export const runGroup = shownText('the group', 60)
export const noteText = z
  .string('the note must be text')
  .max(mostNote, `the note is longer than ${mostNote} characters`)
  .refine(
    (text) => !controlCharacters.test(text.replaceAll(/[\n\t]/g, '')),
    'the note cannot contain control characters other than line breaks'
  )

/** What people write down about a run. It says nothing about how the run was trained. */
export const runNotes = z.object({
  star: z.boolean(),
  /** Of several lines; empty: none. */
  note: noteText,
  tags: z.array(runTag).max(mostTags, `a run can have at most ${mostTags} tags`),
  group: runGroup.optional()
})
export type RunNotes = z.infer<typeof runNotes>

/** Of a run about which nobody wrote anything. */
export const noNotes: RunNotes = { star: false, note: '', tags: [] }
