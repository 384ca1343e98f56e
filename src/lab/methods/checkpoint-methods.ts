import { isJson, lastPart, liesBeside, namesClasses } from '../../core/checkpoint/checkpoint-files'
import { checkpointName } from '../../core/checkpoint/checkpoint-name'
import { LabError } from '../../core/base/lab-error'
import { required } from '../../core/base/required'
import { configWithPixels } from '../../core/settings/config-with-pixels'
import { pixelsOf } from '../../core/model/pixel-range'
import type { Checkpoint } from '../../core/training/checkpoint'
import { encodeCheckpointFile } from '../checkpoint/checkpoint-file'
import type { CheckpointFile } from '../checkpoint/decode-checkpoint-files'
import { writeCheckpoint } from '../checkpoint/write-checkpoint'
import { movesScores } from '../exchange/apply-answers'
import { exportNetwork } from '../exchange/export-network'
import type { DatasetInfo } from '../../core/data/dataset-info'
import type { MethodInput } from '../contract/contract'
import { runPaths } from '../runs/run-folder'
import { sha256 } from '../storage/sha256'
import { toBase64 } from './base64'
import { evaluateResult } from './evaluate-result'
import { exportPage } from './export-page'
import { examined } from './examined'
import { importedBefore } from './imported-before'
import { lastAnswers } from './last-answers'
import { networkOf, type Said, saidOf } from './network-of'
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
      const read = await host.readNetwork(decodedFiles(files))
      return examined(parts, read, info, await lastAnswers(parts, contentOf(files, {}, info)))
    },
    loadCheckpoint: async ({ files, dataset, ...given }) => {
      const { info } = await datasets.find(dataset)
      const { checkpoint, said } = await decode(files, info, given)
      const content = contentOf(files, said, info)
      const known = await importedBefore(parts, content, checkpoint, said.answers)
      if (known !== undefined) return { runId: known, known: true }
      const runId = await importCheckpoint(files, checkpoint, said, info)
      await store.release(runId)
      return { runId, known: false }
    },
    evaluateCheckpoint: async ({ files, fit, answers, ...options }) => {
      const chosen = await datasets.find(options.dataset)
      const { info } = chosen
      const { checkpoint, said } = await decode(files, info, { fit, answers })
      const own = options.dataset === undefined ? checkpoint.dataset : undefined
      // Before the run is made: without images there is nothing to evaluate it on.
      await readyDataset(own === undefined ? chosen : await datasetHolding(parts, own, 'The network'))
      const content = contentOf(files, said, info)
      const known = await importedBefore(parts, content, checkpoint, said.answers)
      if (known !== undefined) {
        // Pixels that were assumed before have been said now.
        const pixels = answers?.pixels === undefined ? {} : { pixels: answers.pixels }
        const result = await unlessBusy(evaluateResult(parts, { runId: known, ...options, ...pixels }))
        if (result !== undefined) return { runId: known, known: true, ...result }
      }
      const runId = await importCheckpoint(files, checkpoint, said, info)
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

  async function decode(
    files: Files,
    info: DatasetInfo,
    given: Said
  ): Promise<{ readonly checkpoint: Checkpoint; readonly said: Said }> {
    const read = await host.readNetwork(decodedFiles(files))
    const said = saidOf(read, given)
    return { checkpoint: await networkOf(parts, read, info, said), said }
  }

  /** Makes a run of a checkpoint; it is open afterwards. */
  async function importCheckpoint(
    files: Files,
    checkpoint: Checkpoint,
    said: Said,
    info: DatasetInfo
  ): Promise<string> {
    const modelFile = files.find(({ name }) => isJson(name) && !liesBeside(lastPart(name)))
    const anyFile = files.find(({ name }) => !namesClasses(name))
    const { name } = required(modelFile ?? anyFile, 'the file of the model, which was decoded,')
    const { config, classes, dataset, epoch, position, versions } = checkpoint
    const { fit, answers: { pixels, channels, classes: names } = {} } = said
    const [at, { step }] = [Date.now(), position]
    return store.create(config, {
      name: checkpointName(name),
      events: [
        {
          type: 'imported',
          at,
          step,
          epoch,
          fileName: lastPart(name),
          content: contentOf(files, said, info),
          files: contentOf(files, {}, info),
          ...(channels === undefined ? {} : { channels }),
          ...(movesScores(names, info) ? { order: [...names] } : {}),
          ...(fit === undefined ? {} : { fit }),
          config,
          classes: [...classes],
          dataset,
          assumesPixels: checkpoint.assumesPixels === true,
          versions: { ...versions }
        },
        ...(pixels === undefined ? [] : [{ type: 'pixelsChosen' as const, at, step, pixels }])
      ],
      fill: async (folder) => {
        await writeCheckpoint(runPaths.checkpoint(folder, step), checkpoint)
      }
    })
  }
}

/**
 * sha256 of all files, in whatever order they came and wherever they lay, and of how their numbers became a network: how they
 * were fitted to one, and in which order they have the colours and the scores. What else was said is seen in the run.
 */
function contentOf(files: Files, { fit, answers }: Said, info: DatasetInfo): string {
  // Names of classes are told apart by what they did to the scores.
  const network = files.filter(({ name }) => files.length === 1 || !namesClasses(name))
  const each = network.map(({ name, content }) => sha256(`${lastPart(name)}\n${content}`))
  const fitted = fit === undefined ? [] : [JSON.stringify([fit.network, fit.tensors])]
  const turned = answers?.channels === 'bgr' ? ['bgr'] : []
  const moved = movesScores(answers?.classes, info) ? [JSON.stringify(answers.classes)] : []
  return sha256([...each.sort(), ...fitted, ...turned, ...moved].join('\n'))
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
