import { encodeCheckpointFile } from '../checkpoint/checkpoint-file'
import { decodeCheckpointFiles } from '../checkpoint/decode-checkpoint-files'
import { readCheckpoint } from '../checkpoint/read-checkpoint'
import { writeCheckpoint } from '../checkpoint/write-checkpoint'
import { runPaths } from '../runs/run-folder'
import { toBase64 } from './base64'
import type { LabParts, Methods } from './lab-parts'
import { latestCheckpoint } from './latest-checkpoint'

export function checkpointMethods({ store }: LabParts): Methods<'saveCheckpoint' | 'loadCheckpoint'> {
  return {
    saveCheckpoint: ({ runId }) =>
      store.checkpointHolds.during(runId, async () => {
        const { summary } = await store.read(runId)
        const runFolder = store.folder(runId)
        const step = await latestCheckpoint(runFolder, summary)
        const checkpoint = await readCheckpoint(runPaths.checkpoint(runFolder, step))
        return {
          file: {
            fileName: `${runId}-step-${step}.tenfold.json`,
            mimeType: 'application/json',
            content: toBase64(encodeCheckpointFile(checkpoint))
          }
        }
      }),
    loadCheckpoint: async ({ files }) => {
      const checkpoint = decodeCheckpointFiles(
        files.map(({ name, content }) => ({ name, bytes: Buffer.from(content, 'base64') }))
      )
      const fileName = files.find(({ name }) => /\.json$/i.test(name) && name !== 'training.json')?.name ?? ''
      const { config, classes, dataset, epoch, position, versions } = checkpoint
      const runId = await store.create(config, {
        name: fileName.replace(/(\.tenfold)?\.json$/i, '').slice(0, 80),
        events: [
          {
            type: 'imported',
            at: Date.now(),
            step: position.step,
            epoch,
            fileName,
            config,
            classes: [...classes],
            dataset,
            versions: { ...versions }
          }
        ],
        fill: async (folder) => {
          await writeCheckpoint(runPaths.checkpoint(folder, position.step), checkpoint)
        }
      })
      await store.release(runId)
      return { runId }
    }
  }
}
