import { RunStore } from '../../src/lab/runs/run-store'

/** What somebody types to bring the only training of a data folder to its end, tested network included. */
export async function argsToGoOn(dataFolder: string, assignment: string): Promise<string[]> {
  const store = new RunStore(dataFolder, () => undefined)
  try {
    const [run] = await store.list()
    if (run === undefined) return ['train', '--assignment', assignment]
    return run.status.kind === 'finished' ? ['evaluate', run.runId] : ['train', '--resume', run.runId]
  } finally {
    await store.close()
  }
}
