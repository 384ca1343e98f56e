import { isJson, lastPart, liesBeside } from '../../core/checkpoint/checkpoint-files'
import { checkpointName } from '../../core/checkpoint/checkpoint-name'
import { LabError } from '../../core/base/lab-error'
import { required } from '../../core/base/required'
import { configWithPixels } from '../../core/settings/config-with-pixels'
import { requireFit } from '../../core/model/fit-model'
import { pixelsOf } from '../../core/model/pixel-range'
import type { Checkpoint } from '../../core/training/checkpoint'
import { encodeCheckpointFile } from '../checkpoint/checkpoint-file'
import { decodeCheckpointFiles } from '../checkpoint/decode-checkpoint-files'
import { writeCheckpoint } from '../checkpoint/write-checkpoint'
import { exportNetwork } from '../exchange/export-network'
import type { DatasetService } from '../dataset/dataset-service'
import type { MethodInput } from '../contract/contract'
import { runPaths } from '../runs/run-folder'
import { sha256 } from '../storage/sha256'
import { toBase64 } from './base64'
import { evaluateResult } from './evaluate-result'
import { importedBefore } from './imported-before'
import type { LabParts, Methods } from './lab-parts'
import { datasetHolding } from './dataset-of-run'
import { readyDataset } from './ready-dataset'

type Files = MethodInput<'loadCheckpoint'>['files']

export function checkpointMethods(
  parts: LabParts
): Methods<'saveCheckpoint' | 'exportNetwork' | 'loadCheckpoint' | 'evaluateCheckpoint'> {
  const { store, checkpoints, datasets } = parts
  return {
    saveCheckpoint: async ({ runId, step }) => {
      const checkpoint = await checkpointOf(runId, step)
      return {
        file: {
          fileName: `${runId}-step-${checkpoint.position.step}.tenfold.json`,
          mimeType: 'application/json',
          content: toBase64(encodeCheckpointFile(checkpoint))
        }
      }
    },
    exportNetwork: async ({ runId, step, format, averaged = false }) => {
      const checkpoint = await checkpointOf(runId, step)
      const { fileName, mimeType, bytes } = exportNetwork(checkpoint, { format, averaged })
      return { file: { fileName, mimeType, content: toBase64(bytes) } }
    },
    loadCheckpoint: async ({ files, dataset }) => {
      const checkpoint = decode(files, await datasets.find(dataset))
      const content = contentOf(files)
      const known = await importedBefore(parts, content)
      if (known !== undefined) return { runId: known, known: true }
      const runId = await importCheckpoint(files, checkpoint, content)
      await store.release(runId)
      return { runId, known: false }
    },
    evaluateCheckpoint: async ({ files, ...options }) => {
      const chosen = await datasets.find(options.dataset)
      const checkpoint = decode(files, chosen)
      const own = options.dataset === undefined ? checkpoint.dataset : undefined
      // Before the run is made: without images there is nothing to evaluate it on.
      await readyDataset(own === undefined ? chosen : await datasetHolding(parts, own, 'The network'))
      const content = contentOf(files)
      const known = await importedBefore(parts, content, options)
      if (known !== undefined) {
        const result = await unlessBusy(evaluateResult(parts, { runId: known, ...options }))
        if (result !== undefined) return { runId: known, known: true, ...result }
      }
      const runId = await importCheckpoint(files, checkpoint, content)
      const result = await evaluateResult(parts, { runId, ...options }).catch(async (thrown: unknown) => {
        // The first failure is the one to tell of.
        await store.discard(runId).catch(() => undefined)
        throw thrown
      })
      await store.release(runId)
      return { runId, known: false, ...result }
    }
  }

  /** @param step the run's result where it is left out */
  function checkpointOf(runId: string, step?: number): Promise<Checkpoint> {
    return store.checkpointHolds.during(runId, async () => {
      const run = await store.read(runId)
      const stored = await checkpoints.at(run, step ?? (await checkpoints.result(run)))
      return {
        ...stored,
        config: configWithPixels(stored.config, pixelsOf((run.state.config ?? run.config).model)),
        assumesPixels: run.state.pixelsFrom === 'assumed'
      }
    })
  }

  /** What the files do not say is taken from `chosen`; a network that says nothing of its data set has to fit that one. */
  function decode(files: Files, { info }: DatasetService): Checkpoint {
    const checkpoint = decodeCheckpointFiles(
      files.map(({ name, content }) => ({ name, bytes: Buffer.from(content, 'base64') })),
      info.classes
    )
    if (checkpoint.dataset === undefined) requireFit(checkpoint.config.model, info)
    return checkpoint
  }

  /** Makes a run of a checkpoint; it is open afterwards. */
  async function importCheckpoint(files: Files, checkpoint: Checkpoint, content: string): Promise<string> {
    const modelFile = files.find(({ name }) => isJson(name) && !liesBeside(lastPart(name)))
    const { name } = required(modelFile, 'the file of the model, which was decoded,')
    const { config, classes, dataset, epoch, position, versions } = checkpoint
    return store.create(config, {
      name: checkpointName(name),
      events: [
        {
          type: 'imported',
          at: Date.now(),
          step: position.step,
          epoch,
          fileName: lastPart(name),
          content,
          config,
          classes: [...classes],
          dataset,
          assumesPixels: checkpoint.assumesPixels === true,
          versions: { ...versions }
        }
      ],
      fill: async (folder) => {
        await writeCheckpoint(runPaths.checkpoint(folder, position.step), checkpoint)
      }
    })
  }
}

/** sha256 of all files, in whatever order they came and wherever they lay. */
function contentOf(files: Files): string {
  const each = files.map(({ name, content }) => sha256(`${lastPart(name)}\n${content}`))
  return sha256(each.sort().join('\n'))
}

/** Undefined where another process is writing to the run. */
async function unlessBusy<T>(result: Promise<T>): Promise<T | undefined> {
  return result.catch((thrown: unknown) => {
    if (LabError.from(thrown).code === 'busy') return undefined
    throw thrown
  })
}
