import { isJson, lastPart, liesBeside } from '../../core/checkpoint/checkpoint-files'
import { checkpointName } from '../../core/checkpoint/checkpoint-name'
import { LabError } from '../../core/base/lab-error'
import { required } from '../../core/base/required'
import { configWithPixels } from '../../core/settings/config-with-pixels'
import { requireFit } from '../../core/model/fit-model'
import { pixelsOf } from '../../core/model/pixel-range'
import type { Checkpoint } from '../../core/training/checkpoint'
import { encodeCheckpointFile } from '../checkpoint/checkpoint-file'
import type { CheckpointFile } from '../checkpoint/decode-checkpoint-files'
import { writeCheckpoint } from '../checkpoint/write-checkpoint'
import { exportNetwork } from '../exchange/export-network'
import { fitWeights } from '../exchange/fit-weights'
import type { WeightsFile } from '../exchange/network-file'
import type { WeightsFit } from '../contract/weights-fit'
import type { DatasetInfo } from '../../core/data/dataset-info'
import { candidateNetworks, fittedNetworks, onlyFitting } from './candidate-networks'
import type { DatasetService } from '../dataset/dataset-service'
import type { MethodInput } from '../contract/contract'
import { runPaths } from '../runs/run-folder'
import { sha256 } from '../storage/sha256'
import { toBase64 } from './base64'
import { evaluateResult } from './evaluate-result'
import { exportPage } from './export-page'
import { importedBefore } from './imported-before'
import type { LabParts, Methods } from './lab-parts'
import { datasetHolding } from './dataset-of-run'
import { readyDataset } from './ready-dataset'

type Files = MethodInput<'loadCheckpoint'>['files']

export function checkpointMethods(
  parts: LabParts
): Methods<'saveCheckpoint' | 'exportNetwork' | 'examineNetwork' | 'loadCheckpoint' | 'evaluateCheckpoint'> {
  const { host, store, checkpoints, datasets } = parts
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
    exportNetwork: async ({ runId, step, format, averaged = false, preprocessing = false }) => {
      const checkpoint = await checkpointOf(runId, step)
      const { version } = host
      const { fileName, mimeType, bytes } =
        format === 'page'
          ? await exportPage(parts, await store.read(runId), checkpoint, { averaged, preprocessing })
          : await exportNetwork(checkpoint, { format, averaged, preprocessing, version })
      return { file: { fileName, mimeType, content: toBase64(bytes) } }
    },
    examineNetwork: async ({ files, dataset }) => {
      const { info } = await datasets.find(dataset)
      const read = await host.readNetwork(decodedFiles(files), info.classes)
      if (read.kind === 'whole') return { kind: 'whole' }
      const networks = fittedNetworks(await candidateNetworks(parts, info), read.tensors)
      return {
        kind: 'weights',
        tensors: read.tensors.map(({ name, shape }) => ({ name, shape: [...shape] })),
        networks: networks.map(({ network, matches, complete }) => ({
          id: network.id,
          name: network.name,
          complete,
          parameters: matches.map(({ parameter, tensor, by }) => ({
            name: parameter.name,
            shape: [...parameter.shape],
            tensor: tensor ?? null,
            by: by ?? null
          }))
        }))
      }
    },
    loadCheckpoint: async ({ files, dataset, fit }) => {
      const checkpoint = await decode(files, await datasets.find(dataset), fit)
      const content = contentOf(files, fit)
      const known = await importedBefore(parts, content)
      if (known !== undefined) return { runId: known, known: true }
      const runId = await importCheckpoint(files, checkpoint, content)
      await store.release(runId)
      return { runId, known: false }
    },
    evaluateCheckpoint: async ({ files, fit, ...options }) => {
      const chosen = await datasets.find(options.dataset)
      const checkpoint = await decode(files, chosen, fit)
      const own = options.dataset === undefined ? checkpoint.dataset : undefined
      // Before the run is made: without images there is nothing to evaluate it on.
      await readyDataset(own === undefined ? chosen : await datasetHolding(parts, own, 'The network'))
      const content = contentOf(files, fit)
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
  async function decode(files: Files, { info }: DatasetService, fit?: WeightsFit): Promise<Checkpoint> {
    const read = await host.readNetwork(decodedFiles(files), info.classes)
    const checkpoint = read.kind === 'whole' ? read.checkpoint : await fitted(read, info, fit)
    if (checkpoint.dataset === undefined) requireFit(checkpoint.config.model, info)
    return checkpoint
  }

  async function fitted(
    read: WeightsFile,
    info: DatasetInfo,
    fit: WeightsFit | undefined
  ): Promise<Checkpoint> {
    const networks = await candidateNetworks(parts, info)
    const network =
      fit === undefined
        ? onlyFitting(read.name, networks, read.tensors)
        : networks.find(({ id }) => id === fit.network)
    if (network === undefined) {
      throw new LabError(
        'not-found',
        `There is no network “${fit?.network ?? ''}” here.`,
        `Name one of these: ${networks.map(({ id }) => id).join(', ')}.`
      )
    }
    return fitWeights(read, network.model, fit?.tensors, info.classes)
  }

  /** Makes a run of a checkpoint; it is open afterwards. */
  async function importCheckpoint(files: Files, checkpoint: Checkpoint, content: string): Promise<string> {
    const modelFile = files.find(({ name }) => isJson(name) && !liesBeside(lastPart(name)))
    const { name } = required(modelFile ?? files[0], 'the file of the model, which was decoded,')
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

/** sha256 of all files, in whatever order they came and wherever they lay, and of how they were fitted to a network. */
function contentOf(files: Files, fit: WeightsFit | undefined): string {
  const each = files.map(({ name, content }) => sha256(`${lastPart(name)}\n${content}`))
  const fitted = fit === undefined ? [] : [JSON.stringify([fit.network, fit.tensors])]
  return sha256([...each.sort(), ...fitted].join('\n'))
}

function decodedFiles(files: Files): CheckpointFile[] {
  return files.map(({ name, content }) => ({ name, bytes: Buffer.from(content, 'base64') }))
}

/** Undefined where another process is writing to the run. */
async function unlessBusy<T>(result: Promise<T>): Promise<T | undefined> {
  return result.catch((thrown: unknown) => {
    if (LabError.from(thrown).code === 'busy') return undefined
    throw thrown
  })
}
