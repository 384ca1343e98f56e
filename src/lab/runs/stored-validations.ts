import type { RunEvent } from '../../core/run/run-event'
import { runEvent } from '../../core/run/run-event'
import { foldRun, newRun, type RunState } from '../../core/run/run-state'
import { mostLogBytes } from './event-log'
import { readStoredFile } from '../storage/read-stored-file'
import { runPaths } from './run-folder'

/** Beginnings of the lines that say how well a run did on validation images, and of those that take some of it back. */
const kinds = ['validated', 'resumed'].map((type) => `{"type":"${type}"`)

/**
 * The validations in a run's log, for the list of runs: without reading its other lines, and without asking whether
 * something in it was changed, which opening the run does.
 * @throws LabError 'storage'
 */
export async function storedValidations(runFolder: string): Promise<RunState['validations']> {
  const content = await readStoredFile(runPaths.events(runFolder), mostLogBytes)
  if (content?.includes('{"type":"validated"') !== true) return newRun.validations
  const lines = content.toString('utf8').split('\n')
  const events = lines.flatMap((line): RunEvent[] => {
    if (!kinds.some((kind) => line.startsWith(kind))) return []
    const event = parsed(line)
    return event === undefined ? [] : [event]
  })
  return foldRun(newRun, events).validations
}

/** Undefined for a line that was cut or changed: opening the run tells of it. */
function parsed(line: string): RunEvent | undefined {
  try {
    return runEvent.safeParse(JSON.parse(line)).data
  } catch {
    return undefined
  }
}
