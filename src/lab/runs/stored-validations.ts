import { z } from '../../core/base/schema'
import { readStoredFile } from '../storage/read-stored-file'
import { mostLogBytes } from './event-log'
import { logLines } from './log-lines'
import { runPaths } from './run-folder'

/** What the list needs of an event; a log has other fields beside these, and a matrix among them. */
const line = z.discriminatedUnion('type', [
  z.object({ type: z.literal('validated'), step: z.int(), loss: z.number(), accuracy: z.number() }),
  z.object({ type: z.literal('resumed'), step: z.int() })
])
type Validated = Extract<z.infer<typeof line>, { readonly type: 'validated' }>

/**
 * How well a run did on validation images, as its log has it, for the list of runs: without reading the other lines, and
 * without asking whether something was changed, which opening the run does.
 * @throws LabError 'storage'
 */
export async function storedValidations(runFolder: string): Promise<readonly Validated[]> {
  const content = await readStoredFile(runPaths.events(runFolder), mostLogBytes)
  if (content === undefined) return []
  let validations: Validated[] = []
  for (const parsed of logLines(content, ['validated', 'resumed'])) {
    const event = line.safeParse(parsed).data
    if (event?.type === 'validated') validations.push(event)
    // What a run had done after the checkpoint from which it goes on never happened.
    if (event?.type === 'resumed') validations = validations.filter(({ step }) => step <= event.step)
  }
  return validations
}
