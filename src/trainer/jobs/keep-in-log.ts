import { isDeepStrictEqual } from 'node:util'
import { LabError } from '../../core/base/lab-error'
import type { RunEvent } from '../../core/run/run-event'
import { EventLogWriter, readEventLog } from '../../lab/runs/event-log'
import { readRunFile } from '../../lab/runs/run-file'
import { runPaths } from '../../lab/runs/run-folder'

/**
 * Puts events into the log of a run whose lab is gone, and may have put the first of them there. Nobody else writes to
 * it as long as this process lives: see ownership/. What the disk refuses is given up: the checkpoint is worth more.
 */
export async function keepInLog(runFolder: string, events: readonly RunEvent[]): Promise<void> {
  const path = runPaths.events(runFolder)
  try {
    const { log: known } = await readRunFile(runFolder)
    const found = await readEventLog(path, known)
    const log = await EventLogWriter.open(path, found.end)
    try {
      await log.append(events.slice(countKept(found.events, events)))
      await log.sync()
    } finally {
      await log.close()
    }
  } catch (thrown) {
    if (!(thrown instanceof LabError)) throw thrown
  }
}

/** How many of the events the log ends with. */
function countKept(log: readonly RunEvent[], events: readonly RunEvent[]): number {
  const last = log.at(-1)
  // As it reads when it is stored.
  const stored = events.map((event): unknown => JSON.parse(JSON.stringify(event)))
  return stored.findIndex((event) => isDeepStrictEqual(event, last)) + 1
}
