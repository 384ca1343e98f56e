import { checkSize } from '../../core/model/check-size'
import { LabError } from '../../core/base/lab-error'
import { modelPresets } from '../../core/model/model-presets'
import { type ModelSpec, modelSpec } from '../../core/model/model-spec'
import { parseInput } from '../../core/base/parse-input'
import { z } from '../../core/base/schema'
import { jsonLimits, parseBoundedJson } from '../../lab/checkpoint/bounded-json'
import { decodeCheckpointFile } from '../../lab/checkpoint/checkpoint-file'
import { decodeLayersModel } from '../../lab/checkpoint/decode-layers-model'
import { readBoundedFile } from '../../lab/storage/read-bounded-file'
import { errorCode, storageError } from '../../lab/storage/storage-error'
import { userPath } from '../../lab/storage/user-path'

const presets = modelPresets.map(({ value }) => value).join(', ')

const whatToGive =
  'Give a .tenfold.json checkpoint, a model.json, or a JSON object with inputShape and layers. An assignment is opened with --assignment.'

/** Says what a JSON file is before it is looked at more closely. */
const head = z.object({ format: z.unknown(), modelTopology: z.unknown(), layers: z.unknown() }).partial()

/**
 * The network that `--network` names: a preset, or a JSON file that holds a network alone (`inputShape` and `layers`), a
 * TensorFlow.js layers model or a checkpoint, whose weights are left where they are.
 * @throws LabError that says why it cannot be
 */
export async function readNetwork(nameOrFile: string): Promise<ModelSpec> {
  const preset = modelPresets.find(({ value }) => value === nameOrFile)
  if (preset !== undefined) return preset.model
  const model = networkIn(await read(userPath(nameOrFile)), nameOrFile)
  // Throws where the sizes do not fit, or there are too many weights.
  checkSize(model)
  return model
}

function networkIn(bytes: Uint8Array, file: string): ModelSpec {
  const value = parse(bytes, file)
  const { format, modelTopology, layers } = head.parse(value)
  if (modelTopology !== undefined) return decodeLayersModel(value, file).model
  if (format === 'tenfold-checkpoint') return decodeCheckpointFile(value, file).config.model
  if (layers !== undefined) return parseInput(modelSpec, value, `The network in ${file}`)
  throw new LabError(
    'invalid-input',
    `${file} is JSON, but holds no network: it has neither "layers" nor "modelTopology", and is no checkpoint.`,
    whatToGive
  )
}

function parse(bytes: Uint8Array, file: string): unknown {
  try {
    return parseBoundedJson(bytes, 'it')
  } catch (thrown) {
    const { message } = LabError.from(thrown)
    throw new LabError('invalid-input', `No network can be read from ${file}: ${message}`, whatToGive, thrown)
  }
}

async function read(file: string): Promise<Uint8Array> {
  try {
    return await readBoundedFile(file, jsonLimits.bytes)
  } catch (cause) {
    if (errorCode(cause) !== 'ENOENT') throw storageError(cause, 'read', file)
    throw new LabError(
      'not-found',
      `There is no network and no file called ${file}.`,
      `Networks: ${presets}. Or give --network the path of a JSON file with a network.`
    )
  }
}
