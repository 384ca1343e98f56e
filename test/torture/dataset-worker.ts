// A lab's process that works on data sets until it is killed. Built by build-worker.ts and scripts/torture.mjs.
import { datasetOrder, type DatasetOrder } from './dataset-order'
import { workOn } from './dataset-work'
import { openBareLab } from './open-bare-lab'

async function obey({ dataFolder, decoder, work }: DatasetOrder): Promise<void> {
  const service = await openBareLab(dataFolder, decoder)
  process.send?.('ready')
  for await (const _ of workOn(service, work)) process.send?.('step')
  process.send?.('over')
}

process.on('message', (message) => {
  obey(datasetOrder.parse(message)).catch((thrown: unknown) => {
    process.send?.(`failed: ${thrown instanceof Error ? thrown.message : String(thrown)}`)
  })
})
// Nobody waits for it any more.
process.on('disconnect', () => process.exit())
