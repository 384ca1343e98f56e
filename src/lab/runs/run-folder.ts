import { join } from 'node:path'
import { required } from '../../core/base/required'
import { entryFile } from '../ownership/claim-entry'
import { readFolder } from '../storage/read-folder'
import { temporaryOwner } from '../storage/temporary-path'

/** What lies where in the folder of a run. */
export const runPaths = {
  runFile: (runFolder: string): string => join(runFolder, 'run.json'),
  events: (runFolder: string): string => join(runFolder, 'events.jsonl'),
  notes: (runFolder: string): string => join(runFolder, 'notes.json'),
  checkpoint: (runFolder: string, step: number): string => join(runFolder, 'checkpoints', String(step)),
  evaluation: (runFolder: string, step: number): string => join(runFolder, 'evaluations', `${step}.json`),
  lossSurface: (runFolder: string, directions: 'random' | 'principal'): string =>
    join(runFolder, 'surfaces', `${directions}.json`),
  deletionNote: (runFolder: string): string => join(runFolder, 'deleted.json')
} as const

/** Of a folder's name: `run-14`. Undefined for a name that no run has. */
export function runNumber(runId: string): number | undefined {
  const digits = /^run-(\d{1,9})$/.exec(runId)?.[1]
  return digits === undefined ? undefined : Number(digits)
}

/** Of the runs among these names; 0 where there are none. */
export function highestNumber(names: readonly string[]): number {
  const numbers = names.flatMap((name) => runNumber(name) ?? [])
  return numbers.reduce((highest, number) => Math.max(highest, number), 0)
}

/** The folders of a run in which something is written under a temporary name first. */
export function writtenFolders(runFolder: string): string[] {
  return ['', 'checkpoints', 'evaluations', 'surfaces'].map((name) => join(runFolder, name))
}

/** Everything that Tenfold writes into the folder of a run: folders, and the files in each. */
const entries: readonly (readonly [folder: RegExp, file: RegExp])[] = [
  [/^$/, /^(run\.json|events\.jsonl|notes\.json|deleted\.json)$/],
  [/^owner$/, entryFile],
  [/^checkpoints$/, /^$/],
  [/^checkpoints\/(damaged-)?\d+(-\d+)?$/, /^(model\.json|weights\.bin|training\.json)$/],
  [/^evaluations$/, /^\d+\.json$/],
  [/^surfaces$/, /^(random|principal)\.json$/]
]
/** What file managers and network file systems leave behind in any folder. */
export function isLitter(name: string): boolean {
  return /^(\.DS_Store|Thumbs\.db|desktop\.ini|\._.*|\.nfs.*)$/.test(name)
}

/**
 * Whether something in the folder of a run is what Tenfold writes there, by its name.
 * @param path in the folder, with slashes
 */
export function isRunEntry(path: string, isFolder: boolean): boolean {
  const names = path.split('/')
  if (names.some((name) => temporaryOwner(name) !== undefined)) return true
  if (isFolder) return entries.some(([folder]) => folder.test(path))
  const name = required(names.pop(), 'a name at the end of a path')
  const folder = names.join('/')
  return entries.some((entry) => entry[0].test(folder) && (entry[1].test(name) || isLitter(name)))
}

/** Steps at which a run has checkpoints on disk, in order. */
export async function checkpointSteps(runFolder: string): Promise<number[]> {
  const names = await readFolder(join(runFolder, 'checkpoints'))
  return names
    .filter((name) => /^\d{1,15}$/.test(name))
    .map(Number)
    .sort((a, b) => a - b)
}
