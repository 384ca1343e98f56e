import { join } from 'node:path'
import { readFolder } from '../storage/read-folder'

/** What lies where in the folder of a run. */
export const runPaths = {
  runFile: (runFolder: string): string => join(runFolder, 'run.json'),
  events: (runFolder: string): string => join(runFolder, 'events.jsonl'),
  checkpoint: (runFolder: string, step: number): string => join(runFolder, 'checkpoints', String(step)),
  evaluation: (runFolder: string, step: number): string => join(runFolder, 'evaluations', `${step}.json`),
  lossSurface: (runFolder: string, directions: 'random' | 'principal'): string =>
    join(runFolder, 'surfaces', `${directions}.json`)
} as const

/** The folders of a run in which something is written under a temporary name first. */
export function writtenFolders(runFolder: string): string[] {
  return ['', 'checkpoints', 'evaluations', 'surfaces'].map((name) => join(runFolder, name))
}

/** Steps at which a run has checkpoints on disk, in order. */
export async function checkpointSteps(runFolder: string): Promise<number[]> {
  const names = await readFolder(join(runFolder, 'checkpoints'))
  return names
    .filter((name) => /^\d{1,15}$/.test(name))
    .map(Number)
    .sort((a, b) => a - b)
}
