import { readFile } from 'node:fs/promises'
import { LabError } from '../../core/lab-error'
import { parseInput } from '../../core/parse-input'
import { runConfig } from '../../core/run-config'
import { z } from '../../core/schema'
import { runSummary } from '../contract/run-summary'
import { errorCode, storageError } from '../storage/storage-error'
import { writeFileAtomically } from '../storage/write-file-atomically'
import { runPaths } from './run-folder'

/** Counts up when run.json or a line of events.jsonl takes another form; older forms are then migrated here. */
const runFormat = 1

/** run.json. Everything in `summary` beside its name, number and date follows from the events. */
export const runFile = z.object({
  format: z.literal(runFormat),
  summary: runSummary,
  config: runConfig,
  versions: z.record(z.string(), z.string()),
  dataset: z.object({ name: z.string(), hash: z.string() }).optional(),
  /** How many there were in events.jsonl, so that what it loses is noticed. */
  events: z.int().min(0).optional(),
  /** What was known of the run before events.jsonl lost events. */
  lost: runSummary.optional(),
  /** Where the process that trains the run used to stand; see ownership/. */
  owner: z.object({ pid: z.int().min(1) }).optional()
})
export type RunFile = z.infer<typeof runFile>

const anyFormat = z.object({ format: z.int() })

/** @throws LabError 'not-found' | 'unsupported' | 'data-corrupt' | 'storage' */
export async function readRunFile(folder: string): Promise<RunFile> {
  const path = runPaths.runFile(folder)
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    if (errorCode(cause) === 'ENOENT' || errorCode(cause) === 'ENOTDIR') throw noSuchRun(cause)
    throw storageError(cause, 'read', path)
  })
  const json = parseJson(text, path)
  const { format } = parseInput(anyFormat, json, path, 'data-corrupt')
  if (format > runFormat) {
    throw new LabError(
      'unsupported',
      `This run was kept by a newer Tenfold (format ${format}; this one reads up to ${runFormat}).`,
      'Update Tenfold to open it. Nothing was changed.'
    )
  }
  return parseInput(runFile, json, path, 'data-corrupt')
}

export async function writeRunFile(folder: string, file: Omit<RunFile, 'format'>): Promise<void> {
  const content: RunFile = { format: runFormat, ...file }
  await writeFileAtomically(runPaths.runFile(folder), `${JSON.stringify(content, null, 2)}\n`)
}

function noSuchRun(cause: unknown): LabError {
  return new LabError(
    'not-found',
    'This run does not exist.',
    'It may have been deleted: look in the list of runs.',
    cause
  )
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new LabError(
      'data-corrupt',
      `${path} is damaged.`,
      'Delete the run, or restore its folder from a backup.',
      cause
    )
  }
}
