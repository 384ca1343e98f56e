// A lab's process as far as runs go, for tests that let several of them want the same run. Built by race-for-run.ts.
import { LabError } from '../../src/core/lab-error'
import { z } from '../../src/core/schema'
import { RunStore } from '../../src/lab/runs/run-store'

/** What it is told to do, and answers with `done` or an error's code. */
const order = z.object({
  action: z.enum(['resume', 'list', 'release']),
  dataFolder: z.string(),
  runId: z.string()
})
export type Order = z.infer<typeof order>

let store: RunStore | undefined

async function obey({ action, dataFolder, runId }: Order): Promise<string> {
  store ??= new RunStore(dataFolder, () => undefined)
  try {
    if (action === 'resume') {
      // As a lab does that is opened to resume a run.
      await store.list()
      await store.open(runId)
    } else if (action === 'list') {
      return (await store.list()).map(({ status }) => status.kind).join()
    } else {
      await store.release(runId)
    }
    return 'done'
  } catch (thrown) {
    return LabError.from(thrown).code
  }
}

process.on('message', (message) => {
  void obey(order.parse(message)).then((answer) => process.send?.(answer))
})
