import type { RunSummary } from '../contract/run-summary'
import { findShortLog } from './event-log'
import type { RunFile } from './run-file'
import { runPaths } from './run-folder'

/** What run.json tells of a run that has ended; it counts as failed where its log has lost its end since. */
export async function endedSummary(
  folder: string,
  { summary, log }: Pick<RunFile, 'summary' | 'log'>
): Promise<RunSummary> {
  const damage = await findShortLog(runPaths.events(folder), log)
  return damage === undefined ? summary : { ...summary, status: { kind: 'failed', error: damage.toData() } }
}
