import { basename } from 'node:path'
import { LabError } from '../../core/base/lab-error'
import { runConfig } from '../../core/settings/run-config'
import { z } from '../../core/base/schema'
import { runSummary, type RunSummary } from '../contract/run-summary'
import { readFolder } from '../storage/read-folder'
import { readSealedFile, writeSealedFile } from '../storage/sealed-file'
import { damagedRunRemedy } from './damaged-run-remedy'
import { logMark, type LogMark } from './event-log'
import { runNumber, runPaths } from './run-folder'

/** run.json. Everything in `summary` beside its name, number and date follows from the events. */
export const runFile = z.object({
  summary: runSummary,
  config: runConfig,
  versions: z.record(z.string(), z.string()),
  dataset: z.object({ name: z.string(), hash: z.string() }).optional(),
  /** How many events the run had. The log has fewer where the disk refused some. */
  events: z.int().min(0).optional(),
  /** What was known of the run before events.jsonl lost events. */
  lost: runSummary.optional(),
  /** Where the process that trains the run used to stand; see ownership/. */
  owner: z.object({ pid: z.int().min(1) }).optional(),
  /** How far events.jsonl had come when this was written. Missing in format 1, whose lines have no seals. */
  log: logMark.optional()
})
export type RunFile = z.infer<typeof runFile>

/** The format counts up when run.json or a line of events.jsonl takes another form. */
const kind = { name: 'run', format: 2, content: runFile }

/** @throws LabError 'not-found' | 'unsupported' | 'data-corrupt' | 'storage' */
export async function readRunFile(folder: string): Promise<RunFile> {
  const path = runPaths.runFile(folder)
  const file = await readSealedFile(path, kind, () => damagedRunRemedy(folder))
  if (file !== undefined) return { ...file, summary: placed(file.summary, folder) }
  // Not a run that was deleted: that goes as a whole.
  if ((await readFolder(folder)).length > 0) {
    throw new LabError('data-corrupt', `${path} is missing.`, await damagedRunRemedy(folder))
  }
  throw new LabError(
    'not-found',
    'This run does not exist.',
    'It may have been deleted. Check the list of runs.'
  )
}

/** A folder that somebody copied is a run of its own: its name counts, not the one that it was written under. */
function placed(summary: RunSummary, folder: string): RunSummary {
  const runId = basename(folder)
  const number = runNumber(runId)
  // While it is prepared, a run stands under another name.
  return number === undefined ? summary : { ...summary, runId, number }
}

/** Undefined for a run that cannot be read any more: it can still be thrown away. @throws LabError 'storage' */
export async function readIfWhole(folder: string): Promise<RunFile | undefined> {
  return readRunFile(folder).catch((thrown: unknown) => {
    if (LabError.from(thrown).code === 'storage') throw thrown
    return undefined
  })
}

export async function writeRunFile(folder: string, file: RunFile & { readonly log: LogMark }): Promise<void> {
  await writeSealedFile(runPaths.runFile(folder), kind, file, 2)
}
