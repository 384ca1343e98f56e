import type { Checkpoint } from '../../core/training/checkpoint'
import {
  isJson,
  lastPart,
  metadataFileName,
  modelFileName,
  trainingFileName,
  weightsFileName
} from '../../core/checkpoint/checkpoint-files'
import { classCount } from '../../core/model/infer-shapes'
import { z } from '../../core/base/schema'
import { parseBoundedJson } from './bounded-json'
import { requireClasses } from './class-labels'
import { decodeCheckpointFile } from './checkpoint-file'
import { decodeLayersModel } from './decode-layers-model'
import { hints, invalidCheckpoint, listed, shown } from './invalid-checkpoint'
import { teachableMetadata } from './layers-model'
import { unsealJson } from './sealed-json'
import { decodeTraining, untrained } from './training-content'
import { decodeWeights, type WeightGroup } from './weight-values'

export interface CheckpointFile {
  /** Only its last part counts; it is never used as a path. */
  readonly name: string
  readonly bytes: Uint8Array
}

const head = z.object({ format: z.unknown(), modelTopology: z.unknown(), weight_map: z.unknown() }).partial()

/**
 * Reads what a user chose or dropped: one `*.tenfold.json`; or model.json with its weights file, and training.json if
 * there is one. Files that are neither `.json` nor listed as weights are passed over. Without training.json the
 * lesson's settings are put around the network, and its training starts from the beginning.
 * @param classes what to call the classes of a network whose files do not say, if it has as many
 * @throws LabError 'checkpoint-invalid' that says what is wrong with which file; nothing is trusted
 */
export function decodeCheckpointFiles(
  files: readonly CheckpointFile[],
  classes?: readonly string[]
): Checkpoint {
  const named = files.map(({ name, bytes }) => ({ name: lastPart(name), bytes }))
  const main = mainFile(named)
  const name = shown(main.name)
  const value = parseBoundedJson(main.bytes, name)
  const { format, modelTopology, weight_map: weightMap } = head.safeParse(value).data ?? {}
  if (format === 'tenfold-checkpoint') return decodeCheckpointFile(value, name)
  if (modelTopology !== undefined) return decodeModelFiles(value, name, named, classes)
  if (format === 'tenfold-training') {
    throw invalidCheckpoint(
      `${name} is the training state of a model folder, without the network and its weights.`,
      `Choose ${modelFileName}, ${weightsFileName} and ${trainingFileName} together.`
    )
  }
  if (weightMap !== undefined) {
    throw invalidCheckpoint(
      `${name} is the list of weights that lie in several files. Tenfold reads weights in one file.`,
      'Put them into one: safetensors.torch.save_file(model.state_dict(), "network.safetensors").'
    )
  }
  throw invalidCheckpoint(
    `${name} is JSON, but not a checkpoint: it has neither "format": "tenfold-checkpoint" nor "modelTopology".`,
    hints.choose
  )
}

function mainFile(files: readonly CheckpointFile[]): CheckpointFile {
  const candidates = files.filter(
    ({ name }) => isJson(name) && name !== trainingFileName && name !== metadataFileName
  )
  const [main] = candidates
  const names = listed(files.map(({ name }) => name))
  if (main === undefined) {
    const parts = files.some(({ name }) => name === trainingFileName || name.endsWith('.bin'))
    throw parts
      ? invalidCheckpoint(
          `The network itself is missing: it is in ${modelFileName}, but only ${names} was chosen.`,
          `Choose ${modelFileName} and ${weightsFileName} together.`
        )
      : invalidCheckpoint(`There is no checkpoint in ${names}.`, hints.choose)
  }
  if (candidates.length > 1) {
    throw invalidCheckpoint(
      `These are several checkpoints: ${listed(candidates.map(({ name }) => name))}.`,
      'Load one at a time.'
    )
  }
  return main
}

function decodeModelFiles(
  value: unknown,
  name: string,
  files: readonly CheckpointFile[],
  classes: readonly string[] | undefined
): Checkpoint {
  const decoded = decodeLayersModel(value, name)
  const groups = decoded.manifest.map(({ paths }): WeightGroup => {
    const parts = paths.map((path) => weightsFile(path, paths.length, files, name))
    return { label: listed(parts.map((part) => part.name)), parts: parts.map(({ bytes }) => bytes) }
  })
  const weights = decodeWeights(decoded, groups, name)
  const training = files.find((file) => file.name === trainingFileName)
  if (training === undefined) {
    const metadata = teachable(files)
    const pixels = decoded.tellsPixels || metadata !== undefined
    const labels = metadata?.labels
    if (labels !== undefined) requireClasses(metadataFileName, labels, classCount(decoded.model))
    return untrained(decoded.model, weights, {
      pixels,
      labels: decoded.classes ?? labels ?? classes,
      leftOut: decoded.leftOut
    })
  }
  const sealed = parseBoundedJson(training.bytes, trainingFileName)
  if (head.safeParse(sealed).data?.format !== 'tenfold-training') {
    throw invalidCheckpoint(
      `${trainingFileName} was not written by Tenfold: it has no "format": "tenfold-training".`,
      `To load only the network, leave ${trainingFileName} out.`
    )
  }
  const content = unsealJson(sealed, trainingFileName)
  return decodeTraining(content, decoded.model, weights, trainingFileName)
}

/** What Teachable Machine says of the network; other files of that name are left alone. */
function teachable(files: readonly CheckpointFile[]): z.infer<typeof teachableMetadata> | undefined {
  const file = files.find(({ name }) => name === metadataFileName)
  return file === undefined
    ? undefined
    : teachableMetadata.safeParse(parseBoundedJson(file.bytes, metadataFileName)).data
}

/** By the name that the manifest gives; a single weights file may have been renamed by a download. */
function weightsFile(
  path: string,
  parts: number,
  files: readonly CheckpointFile[],
  name: string
): CheckpointFile {
  const wanted = lastPart(path)
  const binary = files.filter((file) => !isJson(file.name) && file.name.endsWith('.bin'))
  const found =
    files.find((file) => file.name === wanted) ?? (parts === 1 && binary.length === 1 ? binary[0] : undefined)
  if (found !== undefined) return found
  throw invalidCheckpoint(
    `${name} contains only the network; its weights are in ${shown(path)}, which is missing.`,
    `Put ${name} and ${shown(path)} into one folder, and choose both files or the folder.`
  )
}
