// A lab's process as far as stored things go, for tests that let several of them want the same. Built by
// build-contender.ts.
import { join } from 'node:path'
import { LabError } from '../../src/core/base/lab-error'
import { z } from '../../src/core/base/schema'
import { removeLeftovers } from '../../src/lab/ownership/remove-leftovers'
import { RunStore } from '../../src/lab/runs/run-store'
import { SettingsFile } from '../../src/lab/settings/settings-file'

/** What it is told to do, and answers with `done` or an error's code. */
const order = z.object({
  action: z.enum(['resume', 'list', 'release', 'delete', 'restore', 'answer', 'sweep']),
  dataFolder: z.string(),
  runId: z.string(),
  /** Exercises of the guide that are answered, one change of the settings each. */
  exercises: z.array(z.string()).default([])
})
export type Order = z.input<typeof order>

let store: RunStore | undefined

async function obey({ action, dataFolder, runId, exercises }: z.infer<typeof order>): Promise<string> {
  store ??= new RunStore(dataFolder, () => undefined)
  try {
    switch (action) {
      case 'resume':
        // As a lab does that is opened to resume a run.
        await store.list()
        await store.open(runId)
        break
      case 'list':
        return (await store.list()).map(({ status }) => status.kind).join()
      case 'release':
        await store.release(runId)
        break
      case 'delete':
        await store.delete(runId)
        break
      case 'restore':
        await store.restore(runId)
        break
      case 'sweep':
        await removeLeftovers([join(dataFolder, 'runs')])
        break
      case 'answer': {
        const settings = new SettingsFile(join(dataFolder, 'settings.json'))
        for (const exercise of exercises) {
          await settings.change({ guideDone: { cleared: false, answered: [exercise] } })
        }
      }
    }
    return 'done'
  } catch (thrown) {
    return LabError.from(thrown).code
  }
}

process.on('message', (message) => {
  void obey(order.parse(message)).then((answer) => process.send?.(answer))
})
