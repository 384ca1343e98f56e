import { z } from '../../core/base/schema'
import { readStoredFile } from '../storage/read-stored-file'
import { mostLogBytes } from './event-log'
import { runPaths } from './run-folder'

/** What the list needs of an event; a log has other fields beside these, and a matrix among them. */
const line = z.discriminatedUnion('type', [
  z.object({ type: z.literal('validated'), step: z.int(), loss: z.number(), accuracy: z.number() }),
  z.object({ type: z.literal('resumed'), step: z.int() })
])
type Line = z.infer<typeof line>
type Validated = Extract<Line, { readonly type: 'validated' }>

const lineEnd = 0x0a

/**
 * How well a run did on validation images, as its log has it, for the list of runs: without reading the other lines, and
 * without asking whether something was changed, which opening the run does.
 * @throws LabError 'storage'
 */
export async function storedValidations(runFolder: string): Promise<readonly Validated[]> {
  const content = await readStoredFile(runPaths.events(runFolder), mostLogBytes)
  if (content === undefined) return []
  const places = [...placesOf(content, 'validated'), ...placesOf(content, 'resumed')].sort((a, b) => a - b)
  let validations: Validated[] = []
  for (const place of places) {
    const end = content.indexOf(lineEnd, place)
    const event = end === -1 ? undefined : parsed(content.toString('utf8', place, end))
    if (event?.type === 'validated') validations.push(event)
    // What a run had done after the checkpoint from which it goes on never happened.
    if (event?.type === 'resumed') validations = validations.filter(({ step }) => step <= event.step)
  }
  return validations
}

/** Where the lines of a type of event begin. */
function placesOf(content: Buffer, type: Line['type']): number[] {
  const beginning = `{"type":"${type}"`
  const places: number[] = []
  for (let at = content.indexOf(beginning); at !== -1; at = content.indexOf(beginning, at + 1)) {
    if (at === 0 || content[at - 1] === lineEnd) places.push(at)
  }
  return places
}

/** Undefined for a line that was changed: opening the run tells of it. */
function parsed(text: string): Line | undefined {
  try {
    return line.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}
