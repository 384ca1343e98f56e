import { checkpointSteps, runPaths } from './run-folder'

/** What can still be done with a run whose run.json or log is damaged. */
export async function damagedRunRemedy(folder: string): Promise<string> {
  const step = (await checkpointSteps(folder)).at(-1)
  return step === undefined
    ? 'Restore the file from a backup, or delete the run.'
    : `Its checkpoints can still be loaded: load ${runPaths.checkpoint(folder, step)}, or restore the file from a backup.`
}
